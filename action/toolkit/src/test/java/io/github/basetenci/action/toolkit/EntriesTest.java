package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.basetenci.action.toolkit.runner.RunnerFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to a file command is read back by the runner as it was meant. */
class EntriesTest {
  @TempDir Path directory;
  private Path file;

  @BeforeTry
  void createFile() throws IOException {
    file = Files.createTempFile("entries", null);
  }

  @AfterTry
  void deleteFile() throws IOException {
    Files.deleteIfExists(file);
  }

  @Property
  void everyEntryIsReadBackAsItWasMeant(@ForAll("entries") List<Map.Entry<String, String>> entries)
      throws IOException {
    ActionsCore core = core("GITHUB_OUTPUT");
    entries.forEach(entry -> core.setOutput(entry.getKey(), entry.getValue()));
    assertThat(RunnerFiles.pairs(Files.readString(file))).isEqualTo(entries);
  }

  @Property
  void aNameIsReadBackOrRefused(@ForAll("names") String name) throws IOException {
    ActionsCore core = core("GITHUB_OUTPUT");
    try {
      core.setOutput(name, "value");
    } catch (ToolkitException e) {
      assertThat(e).hasMessageStartingWith("The name \"");
      assertThat(Files.size(file)).isZero();
      return;
    }
    assertThat(RunnerFiles.pairs(Files.readString(file))).containsExactly(Map.entry(name, "value"));
  }

  @Property
  void aPathIsReadBackOrRefused(@ForAll("names") String path) throws IOException {
    ActionsCore core = core("GITHUB_PATH");
    try {
      core.addPath(path);
    } catch (ToolkitException e) {
      assertThat(Files.size(file)).isZero();
      return;
    }
    assertThat(RunnerFiles.paths(Files.readString(file))).containsExactly(path);
  }

  @Provide
  Arbitrary<List<Map.Entry<String, String>>> entries() {
    Arbitrary<String> name =
        Arbitraries.strings().alpha().numeric().withChars("-_. ").ofMinLength(1);
    return Combinators.combine(name, text()).as(Map::entry).list().ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(text(), Arbitraries.strings().all().filter(EntriesTest::isWellFormed));
  }

  private static Arbitrary<String> text() {
    return Arbitraries.of("\n", "\r", "=", "<", "<<", "\0", "\uFEFF", "a", "b c", "é", "EOF", "")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /** Why names are checked: the toolkit itself lets a name write entries of its own. */
  @Test
  void anUncheckedNameInjectsAnEntry() {
    World world = new World(directory);
    world.exact().setOutput("a=b\ninjected", "value");
    assertThat(RunnerFiles.pairs(world.file("OUTPUT")))
        .containsExactly(Map.entry("a", "b"), Map.entry("injected", "value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=b", "a<<b", "a<", "a\nb", "a\rb", "a\0b", "\uFEFFa"})
  void anAmbiguousNameIsRefusedByEveryFileCommand(String name) {
    World world = new World(directory);
    ActionsCore core = world.core();
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.exportVariable(name, "x"))
        .withMessageContaining("cannot be that of a variable");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.setOutput(name, "x"))
        .withMessageContaining("cannot be that of an output");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.saveState(name, "x"))
        .withMessageContaining("cannot be that of a state")
        .withMessageMatching("[^\\p{Cntrl}]*");
    assertThat(world.file("ENV") + world.file("OUTPUT") + world.file("STATE")).isEmpty();
    assertThat(core.environment()).doesNotContainKey(name);
  }

  @Test
  void aVariableThatTheRunnerOrTheNextStepRefusesIsRefused() {
    ActionsCore core = new World(directory).core();
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.exportVariable("Node_Options", "x"))
        .withMessageContaining("NODE_OPTIONS");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.exportVariable("A", "secret\0value"))
        .withMessage(
            "The value of the variable A holds a NUL character, with which no later step could"
                + " start");
  }

  private ActionsCore core(String variable) {
    return ActionsCore.builder(Map.of(variable, file.toString()), OutputStream.nullOutputStream())
        .build();
  }
}

package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionsCoreTest {
  @TempDir Path directory;

  @Test
  void annotationsHaveTheirPropertiesInTheToolkitsOrder() {
    World world = new World();
    world.core().error("message", new AnnotationProperties("A title", "root/test.txt", 5, 5, 1, 2));
    world.core().warning("message", AnnotationProperties.title("A title"));
    world.core().notice("message");
    assertThat(world.log())
        .isEqualTo(
            "::error title=A title,file=root/test.txt,line=5,endLine=5,col=1,endColumn=2::message\n"
                + "::warning title=A title::message\n"
                + "::notice::message\n");
  }

  @Test
  void setFailedPrintsAnErrorAndSetsTheExitCode() {
    World world = new World();
    ActionsCore core = world.core();
    assertThat(core.exitCode()).isZero();
    core.setFailed("Failure \r\n\nmessage\r");
    assertThat(core.exitCode()).isEqualTo(1);
    assertThat(world.log()).isEqualTo("::error::Failure %0D%0A%0Amessage%0D\n");
  }

  @Test
  void aFailureIsShownByItsToString() {
    World world = new World();
    world.core().setFailed(new IllegalStateException("broken"));
    world.core().warning(new IllegalStateException("broken"));
    world.core().notice(new IllegalStateException("broken"));
    assertThat(world.log())
        .isEqualTo(
            "::error::java.lang.IllegalStateException: broken\n"
                + "::warning::java.lang.IllegalStateException: broken\n"
                + "::notice::java.lang.IllegalStateException: broken\n");
  }

  @Test
  void theOtherCommandsAreThoseOfTheToolkit() {
    World world = new World();
    ActionsCore core = world.core();
    core.setCommandEcho(true);
    core.setCommandEcho(false);
    core.debug("%");
    String result =
        core.group(
            "title",
            () -> {
              core.info("inside");
              return "result";
            });
    assertThat(result).isEqualTo("result");
    assertThat(world.log())
        .isEqualTo("::echo::on\n::echo::off\n::debug::%25\n::group::title\ninside\n::endgroup::\n");
  }

  @Test
  void aGroupEndsWhenItsBodyFails() {
    World world = new World();
    ActionsCore core = world.core();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                core.group(
                    "title",
                    () -> {
                      throw new IllegalStateException();
                    }));
    assertThat(world.log()).endsWith("::endgroup::\n");
  }

  @Test
  void aFileCommandIsAHeredocWithARandomDelimiter() {
    World world = new World(directory);
    ActionsCore core = world.core();
    core.exportVariable("my var", "a\nb");
    core.setOutput("out", 5);
    core.setOutput("empty", null);
    core.saveState("state", true);
    assertThat(world.file("ENV"))
        .isEqualTo("my var<<" + World.DELIMITER + "\na\nb\n" + World.DELIMITER + "\n");
    assertThat(world.file("OUTPUT"))
        .isEqualTo("out<<D\n5\nD\nempty<<D\n\nD\n".replace("D", World.DELIMITER));
    assertThat(world.file("STATE")).isEqualTo("state<<D\ntrue\nD\n".replace("D", World.DELIMITER));
    assertThat(world.log()).isEmpty();
  }

  @Test
  void eachValueHasADelimiterOfItsOwn() throws IOException {
    Path file = Files.createFile(directory.resolve("f"));
    ActionsCore core =
        ActionsCore.builder(
                Map.of("GITHUB_OUTPUT", file.toString()), OutputStream.nullOutputStream())
            .build();
    core.setOutput("a", "");
    core.setOutput("a", "");
    assertThat(Files.readAllLines(file))
        .hasSize(6)
        .filteredOn(line -> line.matches("ghadelimiter_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void neitherNameNorValueHoldsTheDelimiter() {
    ActionsCore core = new World(directory).core();
    String message = "Unexpected input: %s should not contain the delimiter \"" + World.DELIMITER;
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.setOutput("x" + World.DELIMITER, ""))
        .withMessageStartingWith(message, "name");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.setOutput("x", "a " + World.DELIMITER + " b"))
        .withMessageStartingWith(message, "value");
  }

  @Test
  void whatIsExportedIsSeenAtOnce() {
    ActionsCore core = new World(directory).with("PATH", "path1:path2").core();
    core.exportVariable("INPUT_A", " a ");
    core.exportVariable("STATE_b", "b");
    core.addPath("myPath");
    assertThat(core.getInput("a")).isEqualTo("a");
    assertThat(core.getState("b")).isEqualTo("b");
    assertThat(core.getState("c")).isEmpty();
    assertThat(core.environment()).containsEntry("PATH", "myPath:path1:path2");
  }

  @Test
  void aPathIsALine() {
    World world = new World(directory);
    world.core().addPath("/opt/a b");
    assertThat(world.file("PATH")).isEqualTo("/opt/a b\n");
  }

  @Test
  void withoutItsFileAFileCommandFailsAndPrintsNoOldCommand() {
    World world = new World();
    ActionsCore core = world.core();
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.exportVariable("a", "b"))
        .withMessageStartingWith("GITHUB_ENV is not set");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.setOutput("a", "b"))
        .withMessageStartingWith("GITHUB_OUTPUT is not set");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.saveState("a", "b"))
        .withMessageStartingWith("GITHUB_STATE is not set");
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.addPath("a"))
        .withMessageStartingWith("GITHUB_PATH is not set");
    assertThat(world.log()).isEmpty();
  }

  @Test
  void exactlyAsTheToolkitItPrintsTheOldCommands() {
    World world = new World();
    ActionsCore core = world.exact();
    core.exportVariable("special char var \r\n,:", "special val");
    core.setOutput("some output", 1.01);
    core.saveState("state_1", "%");
    core.addPath("myPath");
    assertThat(world.log())
        .isEqualTo(
            "::set-env name=special char var %0D%0A%2C%3A::special val\n"
                + "\n::set-output name=some output::1.01\n"
                + "::save-state name=state_1::%25\n"
                + "::add-path::myPath\n");
  }

  @Test
  void aMissingFileIsNamed() {
    ActionsCore core = new World().with("GITHUB_ENV", "/no/such/file").core();
    assertThatExceptionOfType(ToolkitException.class)
        .isThrownBy(() -> core.exportVariable("a", "b"))
        .withMessage("Missing file at path: /no/such/file");
  }

  @Test
  void aSecretIsMaskedWhole() {
    World world = new World();
    assertThat(world.core().setSecret("multiple\nlines--\r\nsecret")).isTrue();
    assertThat(world.log()).isEqualTo("::add-mask::multiple%0Alines--%0D%0Asecret\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", " \t\r\n ", "null", "12345", "  123  ", "a\nb"})
  void nothingShortIsMasked(String value) {
    World world = new World();
    assertThat(world.core().setSecret(value)).isFalse();
    assertThat(world.log()).isEmpty();
  }

  /** The runner hides each line of a mask by itself: "{" would be hidden everywhere. */
  @Test
  void aSecretWithAShortLineIsMaskedByItsLongLines() {
    World world = new World();
    assertThat(world.core().setSecret("{\n  \"key\": \"abc\",\n  \"secret\": 1\n}")).isTrue();
    assertThat(world.log()).isEqualTo("::add-mask::\"key\": \"abc\",\n::add-mask::\"secret\": 1\n");
  }

  @Test
  void eachFormOfASecretIsMaskedOnce() {
    World world = new World();
    assertThat(world.core().setSecrets(List.of("form-one", "", "form-two", "form-one", "abc")))
        .isEqualTo(2);
    assertThat(world.log()).isEqualTo("::add-mask::form-one\n::add-mask::form-two\n");
  }

  @Test
  void infoPrintsNoCommand() {
    World world = new World();
    world.core().info("::error::x\rline\n ##[debug]y");
    world.exact().info("::error::x");
    assertThat(world.log()).isEqualTo(":\\:error::x\nline\n ##\\[debug]y\n::error::x\n");
  }

  @Test
  void aCommandAfterAnUnfinishedForeignLineBeginsItsOwn() throws IOException {
    World world = new World();
    ActionsCore core = world.core();
    OutputStream foreign = core.foreignOutput();
    foreign.write("begun ".getBytes(StandardCharsets.UTF_8));
    core.setSecret("secret");
    foreign.write("::error::x\n".getBytes(StandardCharsets.UTF_8));
    core.debug("d");
    assertThat(world.log()).isEqualTo("begun \n::add-mask::secret\n:\\:error::x\n::debug::d\n");
  }

  @Test
  void aNameOfWindowsKnowsNoCase() {
    ActionsCore core =
        new World().with("Input_A", "x").builder().platform(Platform.WINDOWS).build();
    assertThat(core.getInput("a")).isEqualTo("x");
  }

  @Test
  void debugIsOnWhenTheRunnerSaysSo() {
    assertThat(new World().core().isDebug()).isFalse();
    assertThat(new World().with("RUNNER_DEBUG", "1").core().isDebug()).isTrue();
  }
}

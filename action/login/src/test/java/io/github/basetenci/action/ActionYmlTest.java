package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.ActionYml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The action's description agrees with its code and its page. */
class ActionYmlTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/basetenci/action");
  private static final Path PAGE = Path.of("../../docs/github/action.md");
  private final ActionYml action = ActionYml.read();

  @Test
  void everyInputIsReadAndNoOther() throws IOException {
    String inputs = Files.readString(SOURCES.resolve("Inputs.java"));
    Set<String> read =
        Pattern.compile("\\(job, \"([a-z-]+)\"")
            .matcher(inputs)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> declared = new TreeSet<>(action.inputs());
    declared.remove("runner-temp");

    assertThat(read).isEqualTo(declared);
  }

  @Test
  void everyOutputIsSetAndNoOther() throws IOException {
    Set<String> set =
        Pattern.compile("setOutput\\(\\s*\"([a-z-]+)\"")
            .matcher(Files.readString(SOURCES.resolve("LoginEdge.java")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(set).isEqualTo(new TreeSet<>(action.outputs()));
  }

  @Test
  void noWorkflowCanReplaceTheEntryPointOrTheArguments() {
    assertThat(action.runs()).containsKeys("entrypoint", "post-entrypoint", "args");
    assertThat(action.runs()).doesNotContainKey("pre-entrypoint");
  }

  @Test
  @SuppressWarnings("unchecked")
  void everyInputWithADashHasASecondWayIn() {
    Map<String, Object> environment = (Map<String, Object>) action.runs().get("env");
    for (String name : action.inputs()) {
      if (name.contains("-") && !name.equals("runner-temp")) {
        assertThat(environment)
            .containsEntry(
                "BASETEN_INPUT_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_'),
                "${{ inputs." + name + " }}");
      }
    }
  }

  @Test
  void thePageTellsEveryInputAndOutput() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> names = new TreeSet<>(action.inputs());
    names.remove("runner-temp");
    names.addAll(action.outputs());

    assertThat(names).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }
}

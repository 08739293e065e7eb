package io.github.basetenci.shim.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SetAsideVariablesTest {
  @Test
  void aVariableThatTheLauncherSetAsideHasItsNameBack() {
    Map<String, String> launched =
        Map.of("BASETEN_CI_SET_ASIDE_JAVA_TOOL_OPTIONS", "-Xmx1g", "PATH", "/bin");

    assertThat(SetAsideVariables.restore(launched, List.of()))
        .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g", "PATH", "/bin"));
  }

  @Test
  void nothingOfTheLauncherStays() {
    Map<String, String> launched =
        Map.of(
            "BASETEN_CI_LAUNCH",
            "closed=0,2 added=LC_ALL,MALLOC_ARENA_MAX cwd=9 later=word",
            "BASETEN_CI_SET_ASIDE_LC_ALL",
            "",
            "MALLOC_ARENA_MAX",
            "2",
            "BASETEN_CI_JAR",
            "the user's own");
    LaunchWords words = LaunchWords.of(launched);

    assertThat(SetAsideVariables.restore(launched, words.added()))
        .isEqualTo(Map.of("LC_ALL", "", "BASETEN_CI_JAR", "the user's own"));
    assertThat(List.of(words.closed(0), words.closed(1), words.closed(2)))
        .containsExactly(true, false, true);
    assertThat(words.workingDirectory()).hasValue(9);
    assertThat(words.environment()).isEmpty();
  }
}

package io.github.basetenci.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SetAsideVariablesTest {
  @Test
  void aVariableThatTheLauncherSetAsideHasItsNameBack() {
    Map<String, String> launched =
        Map.of("BASETEN_CI_SET_ASIDE_JAVA_TOOL_OPTIONS", "-Xmx1g", "PATH", "/bin");

    assertThat(SetAsideVariables.restore(launched))
        .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g", "PATH", "/bin"));
  }
}

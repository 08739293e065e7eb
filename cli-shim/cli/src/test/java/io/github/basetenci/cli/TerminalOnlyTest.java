package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No JDK takes a pipe for a terminal. */
class TerminalOnlyTest {
  @AfterEach
  void end() {
    System.clearProperty("jdk.console");
  }

  @Test
  void theConsoleOfTheJdkIsTheOneThatNeedsATerminal() {
    Main.wantTerminal();

    assertThat(System.getProperty("jdk.console")).isEqualTo("java.base");
  }
}

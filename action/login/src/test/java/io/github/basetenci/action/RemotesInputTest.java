package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.shim.identity.WorkflowException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemotesInputTest {
  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "? ", "- "})
  void anInputOfAnyDepthIsRefusedInASentence(String level) {
    for (int levels : new int[] {100, 5_000, 100_000}) {
      assertThatThrownBy(() -> RemotesInput.parse("- " + level.repeat(levels) + "x"))
          .isInstanceOf(WorkflowException.class)
          .hasMessageStartingWith("remotes is no YAML");
    }
  }
}

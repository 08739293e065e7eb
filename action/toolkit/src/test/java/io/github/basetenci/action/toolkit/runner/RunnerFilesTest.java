package io.github.basetenci.action.toolkit.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts of the runner's source and tests that the port has to keep. */
class RunnerFilesTest {
  @Test
  void bothStylesAreRead() {
    assertThat(RunnerFiles.pairs("\uFEFFa=b<<c\n\nd<<EOF\n\none\r\n=\n\nEOF\ne<<EOF\nEOF\nf="))
        .containsExactly(
            Map.entry("a", "b<<c"),
            Map.entry("d", "\none\r\n=\n"),
            Map.entry("e", ""),
            Map.entry("f", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a<<", "<<EOF\nEOF\n", "a<<EOF\nb\n", "a<<EOF\nb", "a<<EOF"})
  void aMalformedEntryFailsTheStep(String file) {
    assertThatIllegalStateException().isThrownBy(() -> RunnerFiles.pairs(file));
  }

  @Test
  void aLastDelimiterNeedsNoLineEnd() {
    assertThat(RunnerFiles.pairs("a<<EOF\nb\nEOF")).containsExactly(Map.entry("a", "b"));
  }
}

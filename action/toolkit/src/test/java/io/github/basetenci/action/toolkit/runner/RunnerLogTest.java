package io.github.basetenci.action.toolkit.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Facts of the runner's source and tests that the port has to keep. */
class RunnerLogTest {
  @Test
  void bothFormsOfACommandAreRead() {
    assertThat(RunnerLog.parse("\u00A0 ::error file=a%2Cb,line=5,title=::a%25%0Ab"))
        .contains(new ReadCommand("error", Map.of("file", "a,b", "line", "5"), "a%\nb"));
    assertThat(RunnerLog.parse("anywhere ##[warning a=b%3Bc;d=e]x%5D"))
        .contains(new ReadCommand("warning", Map.of("a", "b;c", "d", "e"), "x]"));
  }

  @Test
  void whatIsNoCommandIsNotRead() {
    assertThat(RunnerLog.parse("x ::error::y")).isEmpty();
    assertThat(RunnerLog.parse("::unknown::y")).isEmpty();
    assertThat(RunnerLog.parse("::error:y")).isEmpty();
    assertThat(RunnerLog.parse("##[unknown]y")).isEmpty();
  }

  @Test
  void everyLineEndEndsALine() {
    assertThat(RunnerLog.lines("a\rb\r\nc\nd\n\n".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("a", "b", "c", "d", "");
  }

  @Test
  void aByteOrderMarkDecidesHowTheOutputIsDecoded() {
    assertThat(RunnerLog.lines("\uFEFFa".getBytes(StandardCharsets.UTF_8))).containsExactly("a");
    assertThat(RunnerLog.lines("\uFEFFa".getBytes(StandardCharsets.UTF_16BE))).containsExactly("a");
    assertThat(RunnerLog.lines("\uFEFFa".getBytes(StandardCharsets.UTF_16LE))).containsExactly("a");
  }
}

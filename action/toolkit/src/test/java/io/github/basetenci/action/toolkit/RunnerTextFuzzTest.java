package io.github.basetenci.action.toolkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.toolkit.runner.ReadCommand;
import io.github.basetenci.action.toolkit.runner.RunnerFiles;
import io.github.basetenci.action.toolkit.runner.RunnerLog;
import io.github.basetenci.testing.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** No text is more to the runner than the text, in its log, in a command or in a file. */
class RunnerTextFuzzTest extends FuzzTest {
  private static final String DELIMITER = "ghadelimiter_6b1f3f2e";

  @Override
  protected void tryOn(byte[] input) throws Exception {
    assertThat(RunnerLog.commands(throughStream(input))).isEmpty();
    assertThat(throughStream(input)).isEqualTo(JsText.utf8(ForeignText.neutralize(text(input))));

    String text = text(input);
    assertThat(RunnerLog.commands(JsText.utf8(ForeignText.neutralize(text)))).isEmpty();
    assertThat(RunnerLog.commands(JsText.utf8(Command.of("error", text) + "\n")))
        .containsExactly(new ReadCommand("error", Map.of(), text));
    String line = new Command("error", Map.of("title", "(" + text + ")"), "m").toString();
    assertThat(RunnerLog.commands(JsText.utf8(line + "\n")))
        .containsExactly(new ReadCommand("error", Map.of("title", "(" + text + ")"), "m"));

    entry("name", text);
    String[] pair = text.split("\n", 2);
    entry(pair[0], pair.length > 1 ? pair[1] : "");
  }

  /** A variable or an output is refused, or is read back, and the entry after it too. */
  private static void entry(String name, String value) {
    FileCommands files = new FileCommands("\n", () -> DELIMITER);
    String file;
    try {
      Entries.checkName("an output", name);
      file = files.keyValue(name, value) + "\n" + files.keyValue("next", "one") + "\n";
    } catch (ToolkitException e) {
      assertThat(RunnerLog.commands(JsText.utf8(e.getMessage()))).isEmpty();
      return;
    }
    assertThat(RunnerFiles.pairs(file))
        .containsExactly(Map.entry(name, value), Map.entry("next", "one"));
  }

  private static byte[] throughStream(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NeutralizingOutputStream stream = new NeutralizingOutputStream(out)) {
      int cut = randomOf(input).nextInt(input.length + 1);
      stream.write(input, 0, cut);
      stream.write(input, cut, input.length - cut);
    }
    assertThat(new String(out.toByteArray(), UTF_8).getBytes(UTF_8)).isEqualTo(out.toByteArray());
    return out.toByteArray();
  }
}

package io.github.basetenci.shim.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
  private static final JsonObject RESULT =
      JsonObject.EMPTY.with("profile", "ci").with("workspace_name", "<a>&\u2028é");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void textPrintsTheTextAlone() throws Exception {
    output(OutputFormat.text, null, LogLevel.HUMANFRIENDLY).result(RESULT, "Logged in\n");

    assertThat(out()).isEqualTo("Logged in\n");
  }

  @Test
  void jsonIsIndentedByTwoAndEscapedAsGoDoes() throws Exception {
    output(OutputFormat.json, null, LogLevel.HUMANFRIENDLY).result(RESULT, "Logged in\n");

    assertThat(out())
        .isEqualTo(
            "{\n"
                + "  \"profile\": \"ci\",\n"
                + "  \"workspace_name\": \"\\u003ca\\u003e\\u0026\\u2028é\"\n"
                + "}\n");
  }

  @Test
  void jsonlIsOneLine() throws Exception {
    output(OutputFormat.jsonl, null, LogLevel.HUMANFRIENDLY).result(RESULT, "Logged in\n");

    assertThat(out())
        .isEqualTo("{\"profile\":\"ci\",\"workspace_name\":\"\\u003ca\\u003e\\u0026\\u2028é\"}\n");
  }

  @Test
  void nonePrintsNoResultButStillWarns() throws Exception {
    Output output = output(OutputFormat.none, null, LogLevel.HUMANFRIENDLY);

    output.result(RESULT, "Logged in\n");
    output.warn("look out");

    assertThat(out()).isEmpty();
    assertThat(err()).isEqualTo("warning: look out\n");
  }

  @ParameterizedTest
  @CsvSource({
    "WARNING, W",
    "HUMANFRIENDLY, WN",
    "INFO, WNI",
    "DEBUG, WNID",
  })
  void aLevelShowsItselfAndWhatIsMoreUrgent(LogLevel level, String shown) {
    Output output = output(OutputFormat.text, null, level);

    output.warn("W");
    output.note("N");
    output.info("I");
    output.debug("D");

    assertThat(err().replace("warning: ", "").replace("\n", "")).isEqualTo(shown);
    assertThat(out()).isEmpty();
  }

  @Test
  void aHiddenKeyIsInNoStreamAndNoFormat() throws Exception {
    ApiKey key = ApiKey.of("markerkey.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    for (OutputFormat format : OutputFormat.values()) {
      Output output = output(format, null, LogLevel.DEBUG);
      output.hide(key);

      output.result(JsonObject.EMPTY.with("echo", key.reveal()), "echo " + key.reveal() + "\n");
      output.note("echo " + key.reveal());

      assertThat(out() + err()).doesNotContain("0123456789ABCDEFGHIJKLMNOPQRSTUV");
    }
    assertThat(out()).contains("echo ***");
  }

  @Test
  void aSentenceStaysOnItsLineAndTextCannotCommandTheRunner() throws Exception {
    Output output = output(OutputFormat.text, null, LogLevel.HUMANFRIENDLY);

    output.note("name a\n::add-mask::b\u001b[2J");
    output.result(RESULT, "one\n::add-mask::two\n");

    assertThat(err()).isEqualTo("name a \\::add-mask::b\\u001B[2J\n");
    assertThat(out()).isEqualTo("one\n\\::add-mask::two\n");
  }

  private Output output(OutputFormat format, @Nullable JsonFilter filter, LogLevel level) {
    return new Output(stream(out), stream(err), format, filter, level, new KnownKeys());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}

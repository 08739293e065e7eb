package io.github.basetenci.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.FuzzTest;

/** Any text is refused with its place, or is the same value again when it was written. */
class JsonFuzzTest extends FuzzTest {
  @Override
  protected void tryOn(byte[] input) throws Exception {
    String text = text(input);
    JsonValue value;
    try {
      value = Json.parse(text);
    } catch (JsonParseException e) {
      assertThat(e).hasMessageMatching("[a-zA-Z ]+ at line \\d+, column \\d+");
      assertThat(e.line()).isBetween(1, text.split("\\R", -1).length);
      return;
    }
    String compact = Json.compact(value);
    assertThat(compact).doesNotContain("\n", "\r", "<", ">", "&", "\u2028", "\u2029");
    assertThat(Json.parse(compact)).isEqualTo(value);
    assertThat(Json.parse(Json.pretty(value))).isEqualTo(value);
    assertThat(Json.compact(Json.parse(Json.pretty(value)))).isEqualTo(compact);
  }
}

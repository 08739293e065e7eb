package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "::error::x,:\\:error::x",
        "  ::error::x,  :\\:error::x",
        "\u00A0\u3000::x,\u00A0\u3000:\\:x",
        "\uFEFF::x,\uFEFF:\\:x",
        ":::x,:\\::x",
        "a ##[error]x,a ##\\[error]x",
        "###[x,###\\[x",
        "##\u00AD[x,##\u00AD\\[x"
      })
  void whatTheRunnerWouldObeyIsBroken(String text, String neutral) {
    assertThat(ForeignText.neutralize(text)).isEqualTo(neutral);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a::b",
        ": :error::",
        "# [x]",
        "a\n b\tc\n",
        "#\n#[",
        "##\n[",
        "é🌎\u001B[31m"
      })
  void everythingElseStays(String text) {
    assertThat(ForeignText.neutralize(text)).isEqualTo(text);
  }

  @Test
  void aCarriageReturnIsALineEnd() {
    assertThat(ForeignText.neutralize("a\r::b\r\n::c\n\r::d"))
        .isEqualTo("a\n:\\:b\n:\\:c\n\n:\\:d");
  }

  @Property
  void whereATextIsCutDoesNotMatter(@ForAll("texts") String text, @ForAll int seed)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int cut = Math.floorMod(seed, bytes.length + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NeutralizingOutputStream stream = new NeutralizingOutputStream(out)) {
      stream.write(bytes, 0, cut);
      stream.write(bytes, cut, bytes.length - cut);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(ForeignText.neutralize(text));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("::", "##[", "\r", "\n", " ", "a", "é", "🌎", "\uFEFF")
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }

  @Property
  void plainTextStays(@ForAll @CharRange(from = ' ', to = '"') String text) {
    assertThat(ForeignText.neutralize(text)).isEqualTo(text);
  }

  @Test
  void aCharacterThatNeverEndsIsShownWhenTheStreamCloses() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NeutralizingOutputStream stream = new NeutralizingOutputStream(out)) {
      for (byte b : new byte[] {'a', (byte) 0xF0, (byte) 0x9F}) {
        stream.write(b);
      }
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a");
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\uFFFD");
  }
}

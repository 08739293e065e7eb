package io.github.basetenci.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeutralizerTest {
  @Test
  void noLineIsLongerThanTheLimitWhereverItsBlankStands() {
    for (int before = 400; before <= Neutralizer.MAX_LINE; before++) {
      String line = Neutralizer.line("x".repeat(before) + " " + "y".repeat(200));

      assertThat(line).endsWith("...").hasSizeLessThanOrEqualTo(Neutralizer.MAX_LINE);
    }
  }

  @Test
  void aLongLineIsCutBetweenTwoWords() {
    String words = "word ".repeat(99);

    assertThat(Neutralizer.line(words + "KEYKEYKEY")).isEqualTo(words + "...");
    assertThat(Neutralizer.line(words + "last")).isEqualTo(words + "last");
    assertThat(Neutralizer.line("x".repeat(501))).isEqualTo("...");
    assertThat(Neutralizer.line("x".repeat(500))).hasSize(500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\u001b[31mb | a\\u001B[31mb",
        "::add-mask::x | \\::add-mask::x",
        "x ##[group]y | x ##\\[group]y",
        "a\u202eb | a\\u202EB",
        "caf\u00e9 | caf\u00e9"
      })
  void whatATerminalOrARunnerObeysIsShownInstead(String foreign, String shown) {
    assertThat(Neutralizer.line(foreign)).isEqualToIgnoringCase(shown);
  }

  @Test
  void lineBreaksBecomeBlanksInALine() {
    assertThat(Neutralizer.line("a\nb\r\nc\rd\u2028e\n")).isEqualTo("a b c d e");
  }

  @Test
  void whatIsQuotedShowsWhereItEndsAndWhatCannotBeSeen() {
    assertThat(Neutralizer.quoted(" a\nb\r\tc\u00a0\u2028\u001b\u200b "))
        .isEqualTo("\" a\\nb\\r\\tc\\u00A0\\u2028\\u001B\\u200B \"");
    assertThat(Neutralizer.quoted("::x ##[y]")).isEqualTo("\"::x ##\\[y]\"");
    assertThat(Neutralizer.quoted("")).isEqualTo("\"\"");
  }

  @Test
  void aBlockKeepsItsLinesAndTabs() {
    assertThat(Neutralizer.block("a\tb\r\n  ::error::c\n")).isEqualTo("a\tb\n  \\::error::c\n");
  }
}

package io.github.basetenci.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Advice that no command can give is on the page where a user looks for it. */
class AdviceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "login.md | Laptops log in by browser, CI [without a key](#without-a-key) or with one.",
        "login.md | A key is a password: keep it in a password manager or the CI's secrets, never in git or a chat.",
        "keys.md | No call of Baseten's API limits a key to environments or renames one; its web pages do."
      })
  void aPageGivesTheAdvice(String page, String advice) throws IOException {
    String text = Files.readString(Markdown.ROOT.resolve("docs/cli").resolve(page));

    assertThat(text.replaceAll("\\s+", " ")).contains(advice);
  }
}

package io.github.basetenci.shim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.shim.command.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandSplitterTest {
  @Test
  void blanksSeparateAndQuotationMarksKeepBlanks() throws Exception {
    assertThat(CommandSplitter.split("--flag", "  a 'b c'\t\"d 'e\" f''g \"\"\nh"))
        .containsExactly("a", "b c", "d 'e", "fg", "", "h");
  }

  @Test
  void nothingElseHasAMeaning() throws Exception {
    assertThat(CommandSplitter.split("--flag", "a $HOME `id` $(id) a;b|c>d \\ ~ *"))
        .containsExactly("a", "$HOME", "`id`", "$(id)", "a;b|c>d", "\\", "~", "*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "''", "\"\" a"})
  void aTextWithoutAProgramIsRefused(String text) {
    assertThatThrownBy(() -> CommandSplitter.split("--flag", text))
        .isInstanceOf(UsageException.class)
        .hasMessage("--flag names no program; give the program and its arguments");
  }

  @Test
  void aMarkWithoutItsPartnerIsRefused() {
    assertThatThrownBy(() -> CommandSplitter.split("--flag", "a 'b"))
        .hasMessage("--flag has a quotation mark ' without its partner");
  }
}

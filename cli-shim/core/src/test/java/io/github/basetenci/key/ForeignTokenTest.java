package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTokenTest {
  private static final String TOKEN = "ghp_0123456789abcdefghij.0123456789";

  @Test
  void itShowsNothingOfItself() throws Exception {
    assertThat(ForeignToken.of(TOKEN)).hasToString("****");
    assertThat(ForeignToken.of(TOKEN).reveal()).isEqualTo(TOKEN);
  }

  @Test
  void twoOfOneTextAreEqualAndNoKeyIs() throws Exception {
    assertThat(ForeignToken.of(TOKEN))
        .isEqualTo(ForeignToken.of(TOKEN))
        .hasSameHashCodeAs(ForeignToken.of(TOKEN))
        .isNotEqualTo(ForeignToken.of("other"))
        .isNotEqualTo(ApiKey.of(TOKEN));
  }

  @Test
  void aMaskerHidesItInEveryForm() throws Exception {
    ForeignToken token = ForeignToken.of(TOKEN);
    Masker masker = Masker.of(List.of(token));

    for (String form : KeyForms.of(token)) {
      assertThat(masker.mask("<" + form + ">")).isEqualTo("<****>");
    }
    assertThat(KeyForms.of(token)).isEqualTo(KeyForms.of(ApiKey.of(TOKEN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\nb", "\u00e9"})
  void whatCannotStandInAHeaderIsRefusedAndNotQuoted(String text) {
    assertThatThrownBy(() -> ForeignToken.of(text))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageMatching("is empty|contains a (blank|line break|character outside visible.*)");
  }
}

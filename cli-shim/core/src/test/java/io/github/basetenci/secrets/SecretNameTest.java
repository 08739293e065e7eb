package io.github.basetenci.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNameTest {
  @ParameterizedTest
  @CsvSource({"hf-token, hf_token", "a.b, a-b", "'a b', a_b", "ä, _", "a_b, a_b"})
  void namesThatDifferInPunctuationAreOneSecret(String one, String other) {
    assertThat(new SecretName(one).isSameSecretAs(new SecretName(other))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"hf_token, hftoken", "a, b", "a__b, a_b", "Token, token"})
  void othersAreNot(String one, String other) {
    assertThat(new SecretName(one).isSameSecretAs(new SecretName(other))).isFalse();
  }

  @Test
  void namesThatDifferInCaseAloneAreTold() {
    assertThat(new SecretName("HF-Token").differsInCaseAlone(new SecretName("hf_token"))).isTrue();
    assertThat(new SecretName("hf-token").differsInCaseAlone(new SecretName("hf_token"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a/b", "ä"})
  void aNameThatNoBuildTakesIsNotWellFormed(String name) {
    assertThat(new SecretName(name).isWellFormed()).isFalse();
  }

  @Test
  void lettersDigitsAndThreeSignsAreWellFormedUpTo253() {
    assertThat(new SecretName("Az0-_.").isWellFormed()).isTrue();
    assertThat(new SecretName("x".repeat(253)).isWellFormed()).isTrue();
    assertThat(new SecretName("x".repeat(254)).isWellFormed()).isFalse();
  }

  @Test
  void aKeyInPlaceOfANameIsNotShown() {
    assertThat(new SecretName("hf_token")).hasToString("'hf_token'");
    assertThat(new SecretName("hf_" + "a1".repeat(17))).hasToString("a name that looks like a key");
  }
}

package io.github.basetenci.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyShapesTest {
  private static final String LETTERS = "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv";

  @Test
  void keysAreFoundByTheirLookWhereverTheyStand() {
    for (String key :
        new String[] {
          "abcdefgh." + LETTERS,
          "b10_abcdefgh." + LETTERS,
          "hf_" + LETTERS,
          "sk-" + LETTERS,
          "ghp_" + LETTERS + "abcd",
          "github_pat_" + LETTERS,
          "AKIA" + "ABCDEFGHIJKLMNOP",
          "xoxb-" + "1234567890-abc",
          "-----BEGIN RSA " + "PRIVATE KEY-----"
        }) {
      assertThat(KeyShapes.find("x: \"" + key + "\" # y")).as(key).hasValue(4);
    }
  }

  @Test
  void ofAKeyOfTodaysFormThePrefixIsLeft() {
    String key = "b10_abcdefgh." + LETTERS;

    assertThat(KeyShapes.mask("the key " + key + ", and '" + key + "'"))
        .isEqualTo("the key b10_abcdefgh****, and 'b10_abcdefgh****'");
    assertThat(KeyShapes.mask("Bearer " + key)).doesNotContain(LETTERS);
    assertThat(KeyShapes.mask("b10_abcdefgh**** and b10_abcdefgh.x and abcdefgh." + LETTERS))
        .isEqualTo("b10_abcdefgh**** and b10_abcdefgh.x and abcdefgh." + LETTERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf_access_token",
        "https://example.com/abcdefgh.Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv",
        "weights.Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv.bin",
        "sk-short",
        "sk-learn-models-for-production-2",
        "Sk-learn-Models-for-Production",
        "numpy==1.26.4"
      })
  void ordinaryTextsAreNone(String text) {
    assertThat(KeyShapes.find(text)).isEmpty();
  }
}

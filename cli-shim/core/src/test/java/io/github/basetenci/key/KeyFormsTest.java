package io.github.basetenci.key;

import static io.github.basetenci.key.FakeKeys.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormsTest {
  private static final String PLAIN = FakeKeys.PLAIN.reveal();
  private static final String PLAIN_SECRET = "NotARealSecretNotARealSecret0001";

  @Test
  void holdTheKeyAndItsSecretHalf() {
    assertThat(KeyForms.of(FakeKeys.PLAIN)).startsWith(PLAIN).contains(PLAIN_SECRET);
  }

  @Test
  void holdTheSecretHalfFromTheFirstDotOn() {
    assertThat(KeyForms.of(key("fake.secret.with.dots")))
        .contains("secret.with.dots")
        .doesNotContain("with.dots");
  }

  /** The writer, the key, and the key as it writes it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bash        fake'value   fake'\\''value",
        "bash-outer  fake'value   'fake'\\''value'",
        "bash-plain  fakevalue    'fakevalue'",
        "ash         fake''value  fake'\"''\"'value",
        "shlex       fake''value  fake'\"'\"''\"'\"'value",
        "ash-ends    'fakevalue'  '\"'\"'fakevalue'\"'\"'",
        "printf-q    fa!\"$&'(ke  fa\\!\\\"\\$\\&\\'\\(ke",
        "printf-q    )*,;<>?[fake \\)\\*\\,\\;\\<\\>\\?\\[fake",
        "printf-q    fa]^`{|}\\ke  fa\\]\\^\\`\\{\\|\\}\\\\ke",
        "printf-q    fa~k:~e=~   fa~k:\\~e=\\~",
        "declare-p   fa\"k$e\\`!'  fa\\\"k\\$e\\\\\\`!'",
        "repr        fa\"k\\value  fa\"k\\\\value",
        "repr-single fa\"k'\\alue  fa\"k\\'\\\\alue",
        "ruby        fa#{k#$v#@a#  fa\\#{k\\#$v\\#@a#",
        "unquoted    fake\\v\\\\al  fakev\\al",
        "batch       fake^v^^alue  fakev^alue",
        "ini         fake%value   fake%%value",
        "compose     fake$value   fake$$value",
        "json        fa\"k\\value  fa\\\"k\\\\value",
        "json-slash  fake/value   fake\\/value",
        "json-go     fake<&>=value fake\\u003c\\u0026\\u003e=value",
        "json-gson   fake<='value fake\\u003c\\u003d\\u0027value",
        "url         fake/~*value fake%2F~%2Avalue",
        "url-lower   fake/~*value fake%2f~%2avalue",
        "url-form    fake/~*value fake%2F%7E*value",
        "url-path    fake/~*value fake/~%2Avalue",
        "url-go      fake@/value  fake@%2Fvalue",
        "url-js      fake'/(value fake'%2F(value",
        "url-js-uri  fake/?%value fake/?%25value",
        "hex         value+/-     76616c75652b2f2d",
        "hex-upper   value+/-     76616C75652B2F2D",
      })
  void holdTheKeyAsWrittenBy(String row) {
    String[] columns = row.split(" +", -1);
    assertThat(KeyForms.of(key(columns[1]))).contains(columns[2]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void holdWhatTheKeyAloneDecidesOfABase64TextAnywhere(int lead) {
    Base64.Encoder[] alphabets = {Base64.getEncoder(), Base64.getUrlEncoder()};
    for (Base64.Encoder alphabet : alphabets) {
      for (ApiKey key : new ApiKey[] {FakeKeys.PLAIN, FakeKeys.SPECIAL}) {
        for (int tail = 0; tail < 4; tail++) {
          String text = "\u007f".repeat(lead) + key.reveal() + "\u007f".repeat(tail);
          String encoded = alphabet.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
          int from = (lead * 8 + 5) / 6;
          int to = (lead + key.reveal().length()) * 8 / 6;
          assertThat(KeyForms.of(key)).contains(encoded.substring(from, to));
        }
      }
    }
  }

  @Test
  void holdTheEndOfABase64TextWithAndWithoutPadding() {
    byte[] oneOver = "fake-key-1".getBytes(StandardCharsets.US_ASCII);
    byte[] twoOver = "fake-key-12".getBytes(StandardCharsets.US_ASCII);
    assertThat(KeyForms.of(key("fake-key-1")))
        .contains("ZmFrZS1rZXktMQ==", "ZmFrZS1rZXktMQ", "ZmFrZS1rZXktM")
        .contains(Base64.getEncoder().encodeToString(oneOver));
    assertThat(KeyForms.of(key("fake-key-12")))
        .contains("ZmFrZS1rZXktMTI=", "ZmFrZS1rZXktMTI", "ZmFrZS1rZXktMT")
        .contains(Base64.getEncoder().encodeToString(twoOver));
  }

  @Test
  void ofTheSecretHalfAreThoseOfTheSameTextAsAKey() {
    String special = FakeKeys.SPECIAL.reveal();
    String secret = special.substring(special.indexOf('.') + 1);
    assertThat(KeyForms.of(FakeKeys.SPECIAL)).containsAll(KeyForms.of(key(secret)));
  }

  @Test
  void areNeverShorterThanEightBytes() {
    // Of eight bytes, what the key alone decides in base64 can be shorter than the key.
    for (String text : new String[] {"aaaaaaaa", "fake.key", "f'k%\\^/1", "fake.abcdefgh"}) {
      assertThat(KeyForms.of(key(text))).isNotEmpty().allMatch(form -> form.length() >= 8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "abc",
        "fk.abcd",
        "1234567",
        "f'k%\\^/",
        "$$$$$$$",
        ".......",
        "\"\"\"\"\"\"\""
      })
  void ofAKeyShorterThanEightBytesAreNone(String text) {
    assertThat(KeyForms.of(key(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "abcd", "abcdefg", "f'k%/1", "a.bcdef"})
  void ofASecretHalfShorterThanEightBytesAreNone(String secret) {
    Set<String> alone = KeyForms.of(key("fakefake." + secret));
    String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII));
    String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.US_ASCII));
    assertThat(alone)
        .contains("fakefake." + secret)
        .doesNotContain(secret, "'" + secret + "'", hex, base64);
  }

  @Test
  void areVisibleAscii() {
    assertThat(KeyForms.of(FakeKeys.SPECIAL))
        .allMatch(form -> form.chars().allMatch(c -> c > 0x20 && c < 0x7f));
  }

  @Test
  void ofAnOrdinaryKeyAreFew() {
    assertThat(KeyForms.of(FakeKeys.PLAIN)).hasSizeLessThan(32);
  }
}

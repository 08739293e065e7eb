package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {
  private static final String HEADER = RfcKeys.encode("{\"alg\":\"RS256\",\"n\":1}");

  @Test
  void headerAndClaimsAreRead() throws Exception {
    Jwt token = Jwt.parse(HEADER + "." + RfcKeys.encode("{\"sub\":\"ä\",\"n\":1}") + ".AAAA");

    assertThat(token.header("alg")).isEqualTo("RS256");
    assertThat(token.header("n")).isNull();
    assertThat(token.header("kid")).isNull();
    assertThat(token.claim("sub")).isEqualTo("ä");
    assertThat(token.claim("n")).isNull();
    assertThat(token.signature()).containsExactly(0, 0, 0);
    assertThat(token).hasToString("a token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "..",
        "a.b",
        "a.b.c.d",
        "@.@.@",
        "e30.e30=.AAAA",
        "e30.e31.AAAA",
        "e30.W10.AAAA",
        "e30.bnVsbA.AAAA",
        "e30.IA.AAAA",
        "e30.e30.AAAB=",
        "e30.e30 .AAAA",
        " e30.e30.AAAA"
      })
  void anyOtherTextIsRefused(String text) {
    assertThatThrownBy(() -> Jwt.parse(text)).isInstanceOf(UntrustedTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"a\",\"sub\":\"b\"}",
        "{\"sub\":\"a\"} {}",
        "{\"sub\":\"a\"",
        "{'sub':'a'}",
        "{\"exp\":NaN}",
        "{\"sub\":\"\\ud800\"} x"
      })
  void anyOtherJsonIsRefused(String claims) {
    assertThatThrownBy(() -> Jwt.parse(HEADER + "." + RfcKeys.encode(claims) + ".AAAA"))
        .isInstanceOf(UntrustedTokenException.class);
  }

  @Test
  void deepAndLongAndWronglyEncodedTokensAreRefused() {
    String deep = RfcKeys.encode("{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
    String big = RfcKeys.encode("{\"a\":\"" + "x".repeat(70_000) + "\"}");
    String utf16 = RfcKeys.encode("{\"sub\":\"a\"}".getBytes(StandardCharsets.UTF_16BE));
    String latin = RfcKeys.encode("{\"sub\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1));

    for (String claims : new String[] {deep, big, utf16, latin}) {
      assertThatThrownBy(() -> Jwt.parse(HEADER + "." + claims + ".AAAA"))
          .isInstanceOf(UntrustedTokenException.class);
    }
  }
}

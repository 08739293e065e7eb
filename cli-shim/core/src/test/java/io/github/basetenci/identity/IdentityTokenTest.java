package io.github.basetenci.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTokenTest {
  @Test
  void itsClaimsAreThoseOfItsSecondPart() throws Exception {
    Claims claims = Tokens.of(Tokens.github()).claims();
    assertThat(claims.text("sub")).contains("repo:acme/models:ref:refs/heads/main");
    assertThat(claims.audiences()).containsExactly("https://api.baseten.co");
    assertThat(claims.expires()).contains(Instant.ofEpochSecond(1_800_000_300));
    assertThat(claims.issued()).contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(claims.notBefore()).contains(Instant.ofEpochSecond(1_799_999_400));
    assertThat(claims.text("environment")).isEmpty();
    assertThat(claims.names()).startsWith("iss", "aud", "sub");
  }

  @Test
  void anAudienceMayBeAList() throws Exception {
    Claims claims = claims("{\"aud\": [\"one\", 2, \"three\"]}");
    assertThat(claims.audiences()).containsExactly("one", "three");
    assertThat(claims("{\"aud\": 7}").audiences()).isEmpty();
  }

  /** RFC 7515, appendix A.2.1: a claim of a number with many digits, a name that is an address. */
  @Test
  void theExampleOfTheStandardIsRead() throws Exception {
    IdentityToken token =
        IdentityToken.of(
            "eyJhbGciOiJSUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB");
    assertThat(token.claims().shown("iss")).contains("joe");
    assertThat(token.claims().expires()).contains(Instant.ofEpochSecond(1_300_819_380));
    assertThat(token.claims().shown("http://example.com/is_root")).contains("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "a..c",
        ".b.c",
        "a.b.",
        "a b.c.d",
        "a.b.c\n",
        "ä.b.c",
        "a+.b.c",
        "a.b=.c",
        "a.e30",
        "a.bm90IGpzb24.c",
        "a.W10.c",
        "a.bnVsbA.c",
        "a.eyJ.c",
        "a._w.c",
        "a.A.c"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> IdentityToken.of(text))
        .isInstanceOf(InvalidIdentityTokenException.class)
        .hasMessageStartingWith("is ");
  }

  @Test
  void aHugeTextIsRefused() {
    assertThatThrownBy(() -> IdentityToken.of("a".repeat(IdentityToken.MAX_LENGTH + 1)))
        .hasMessage("is longer than 65536 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "-1",
    "1e300",
    "1e999999999",
    "-1e999999999",
    "253402300800",
    "\"1800000000\"",
    "true",
    "null",
    "[]"
  })
  void aTimeThatIsNoneIsMissing(String value) throws Exception {
    assertThat(claims("{\"exp\": " + value + "}").expires()).isEmpty();
  }

  @Test
  void aTimeMayHaveAFraction() throws Exception {
    assertThat(claims("{\"exp\": 1800000000.25}").expires())
        .contains(Instant.ofEpochMilli(1_800_000_000_250L));
  }

  @Test
  void itShowsItselfNowhere() throws Exception {
    IdentityToken token = Tokens.of(Tokens.github());
    assertThat(token).hasToString("identity token");
    assertThat(token.claims()).hasToString("claims of an identity token");
    assertThat(new GivenIdentity("--id-token-env", token.reveal()))
        .hasToString("GivenIdentity[--id-token-env]");
    assertThat(token).isEqualTo(Tokens.of(Tokens.github())).isNotEqualTo(token.reveal());
  }

  /** What the claims say is made safe, and a broken token is refused; nothing else ever happens. */
  @Test
  void aThousandHostileTokensDoNoHarm() throws Exception {
    Random random = new Random(14);
    List<String> hostile =
        List.of(
            "::set-env name=A::b",
            "x\n::error::y",
            "##[command]z",
            "\u001b[31mred\u001b[0m",
            "\u202egnp.exe",
            "a\r\nb",
            "'||true||'",
            "\\'",
            "%0A::warning::",
            "\u0000",
            "a".repeat(20_000));
    int read = 0;
    for (int i = 0; i < 1_000; i++) {
      JsonObject json = Tokens.github();
      for (String name : List.copyOf(json.members().keySet())) {
        if (random.nextInt(3) == 0) {
          json = json.with(name, hostile.get(random.nextInt(hostile.size())));
        }
        if (random.nextInt(9) == 0) {
          json =
              json.with(
                  name,
                  Tokens.json(List.of("[]", "{}", "7", "[1,[2]]", "null").get(random.nextInt(5))));
        }
      }
      byte[] payload = Json.compact(json).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(3) == 0) {
        payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(6) == 0) {
        payload = Arrays.copyOf(payload, random.nextInt(payload.length));
      }
      IdentityToken token;
      try {
        token = IdentityToken.of(Tokens.text(payload));
      } catch (InvalidIdentityTokenException e) {
        assertThat(e.getMessage()).startsWith("is ").doesNotContain("\n");
        continue;
      }
      read++;
      for (String line : said(token.claims())) {
        assertThat(line).doesNotContain("\n", "\r", "\u001b", "\u202e", "\u0000", "##[");
        assertThat(line.strip()).doesNotStartWith("::");
      }
    }
    assertThat(read).isBetween(300, 900);
  }

  private static List<String> said(Claims claims) {
    Instant now = Instant.ofEpochSecond(1_800_000_100);
    List<String> lines = new ArrayList<>(ExchangeRefusal.claims(claims, now));
    lines.addAll(ExchangeRefusal.causes(claims, "abcd1234", now));
    claims.names().forEach(name -> claims.shown(name).ifPresent(lines::add));
    for (TrustCondition.Scope scope : TrustCondition.Scope.values()) {
      try {
        lines.add(TrustCondition.of(claims, scope).condition());
      } catch (IdentityException e) {
        lines.add(String.valueOf(e.getMessage()));
      }
    }
    return lines;
  }

  private static Claims claims(String json) throws Exception {
    return Tokens.of((JsonObject) Tokens.json(json)).claims();
  }
}

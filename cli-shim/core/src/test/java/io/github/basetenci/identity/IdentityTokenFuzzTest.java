package io.github.basetenci.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.identity.TrustCondition.Scope;
import io.github.basetenci.testing.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever a text is, it is an identity token or is refused with the end of a sentence; whatever a
 * token claims, what is said of it is safe to print, and a condition made of it ends where it
 * should. The input is a whole token, and the payload of one.
 */
class IdentityTokenFuzzTest extends FuzzTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_100);

  @Override
  protected void tryOn(byte[] input) {
    tryOn(new String(input, StandardCharsets.ISO_8859_1));
    tryOn(Tokens.text(input));
  }

  private static void tryOn(String text) {
    IdentityToken token;
    try {
      token = IdentityToken.of(text);
    } catch (InvalidIdentityTokenException e) {
      harmless(String.valueOf(e.getMessage()));
      return;
    }
    assertThat(token.confidential().reveal()).isEqualTo(text);
    Claims claims = token.claims();
    List<String> said = new ArrayList<>(ExchangeRefusal.claims(claims, NOW));
    said.addAll(ExchangeRefusal.causes(claims, "abcd1234", NOW));
    claims.names().forEach(name -> claims.shown(name).ifPresent(said::add));
    for (Scope scope : Scope.values()) {
      try {
        TrustCondition condition = TrustCondition.of(claims, scope);
        said.add(closed(condition.condition()));
        said.add(condition.otherForm() == null ? "" : closed(condition.otherForm()));
      } catch (IdentityException e) {
        said.add(String.valueOf(e.getMessage()));
      }
    }
    said.forEach(IdentityTokenFuzzTest::harmless);
  }

  /** Without its texts, a condition consists of what we write alone. */
  private static String closed(String condition) {
    String bare = condition.replaceAll("'(?:[^'\\\\]|\\\\.)*+'", "T");
    assertThat(bare)
        .matches(
            "claims\\.[a-z_.A-Z]+(?: == T|\\(T\\))(?: && claims\\.[a-z_.A-Z]+(?: == T|\\(T\\)))*");
    return condition;
  }

  private static void harmless(String line) {
    assertThat(line).doesNotContain("##[");
    assertThat(line.strip()).doesNotStartWith("::");
    assertThat(line.codePoints().anyMatch(Character::isISOControl)).isFalse();
  }
}

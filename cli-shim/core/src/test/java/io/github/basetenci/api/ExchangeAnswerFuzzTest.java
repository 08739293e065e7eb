package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.IdentityExchange.Granted;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.Masker;
import io.github.basetenci.testing.FuzzTest;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a server answers to an exchange, it is a token that a header can hold, with an end that
 * is never later than it can be, or one line without the identity token. The input is a line with
 * the status, and the body; {@code TOKEN} stands for the identity token.
 */
class ExchangeAnswerFuzzTest extends FuzzTest {
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
  private static final Instant SENT = Instant.ofEpochSecond(1_800_000_000);
  private static final Duration ASKED = Duration.ofSeconds(600);
  private static final HttpRequest REQUEST =
      new HttpRequest(
          "POST", URI.create("https://api.baseten.co/v1/auth/token"), Map.of(), "{\"t\":1}");

  @Override
  protected void tryOn(byte[] input) throws Exception {
    String[] parts = text(input).replace("TOKEN", TOKEN).split("\n", 2);
    String body = parts.length > 1 ? parts[1] : parts[0];
    ForeignToken token = ForeignToken.of(TOKEN);
    Errors errors =
        new Errors(token, Errors.Credential.IDENTITY_TOKEN, Masker.of(List.of(token))::mask);
    int status = 201 + Math.floorMod(parts[0].strip().hashCode(), 399);
    harmless(errors.refused(REQUEST, new HttpResponse(status, Map.of(), body)));
    HttpResponse answer = new HttpResponse(200, Map.of(), body);
    IdentityExchange.Sent sent = new IdentityExchange.Sent(REQUEST, errors, SENT);
    granted(sent, answer, null);
    granted(sent, answer, ASKED);
  }

  private static void granted(
      IdentityExchange.Sent sent, HttpResponse answer, @Nullable Duration asked) {
    try {
      Granted granted = sent.granted(answer, asked);
      assertThat(granted.expires()).isBetween(SENT, SENT.plus(IdentityExchange.LONGEST));
      assertThat(granted.token().reveal()).isNotEmpty().matches("[!-~]+");
    } catch (ApiException e) {
      harmless(e);
    }
  }

  private static void harmless(ApiException e) {
    String message = String.valueOf(e.getMessage());
    assertThat(message).doesNotContain(TOKEN, TOKEN.substring(TOKEN.lastIndexOf('.') + 1));
    assertThat(message.length()).isLessThan(Neutralizer.MAX_LINE + 300);
    assertThat(message.chars().anyMatch(Character::isISOControl)).isFalse();
    assertThat(message).doesNotContain("##[");
  }
}

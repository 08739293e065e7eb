package io.github.basetenci.api;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the identity token of a job for an access token (RFC 8693, as Baseten documents it). No
 * API key is sent, because the identity token is the credential.
 */
public final class IdentityExchange {
  /** The error code of a refusal, whatever the reason is. */
  public static final String INVALID_GRANT = "invalid_grant";

  /** The shortest lifetime of an access token that Baseten documents. */
  public static final Duration SHORTEST = Duration.ofSeconds(60);

  /** The longest lifetime of an access token that Baseten documents. */
  public static final Duration LONGEST = Duration.ofSeconds(3600);

  private static final String PATH = "/v1/auth/token";

  private final HttpTransport transport;
  private final URI base;
  private final Deadline deadline;
  private final Retry retry;
  private final InstantSource clock;

  /**
   * @param transport sends the requests
   * @param base the address that {@link RemoteUrl#managementUrl} gives
   * @param deadline the time limit of all attempts and waits together
   * @param sleeper waits between attempts
   * @param clock the clock by which the access token expires
   */
  public IdentityExchange(
      HttpTransport transport, URI base, Deadline deadline, Sleeper sleeper, InstantSource clock) {
    this.transport = transport;
    this.base = base;
    this.deadline = deadline;
    this.retry = new Retry(deadline, sleeper);
    this.clock = clock;
  }

  /**
   * An access token and the time at which it expires.
   *
   * @param expires when the token expires, by the clock of this machine; never later than on the
   *     server
   */
  public record Granted(AccessToken token, Instant expires) {}

  /**
   * A source of identity tokens.
   *
   * @param <E> the exception of the source
   */
  @FunctionalInterface
  public interface IdentityTokens<E extends Exception> {
    /** A token; if possible, one that no attempt has sent yet. */
    ForeignToken next() throws E;
  }

  /**
   * Exchanges an identity token for an access token. Each attempt sends a fresh identity token,
   * because a server may accept each token only once. The exchange is repeated only after HTTP 429
   * and HTTP 5xx.
   *
   * @param trustRule the id of the trust rule
   * @param lifetime the lifetime to ask for, or null for the longest lifetime that the rule allows
   * @throws ApiException if the answer is not an access token; a refusal has status 400 and the
   *     code {@link #INVALID_GRANT}
   * @throws E if the source gives no identity token
   */
  public <E extends Exception> Granted exchange(
      String trustRule, @Nullable Duration lifetime, IdentityTokens<E> tokens)
      throws ApiException, TransportException, E {
    Sent[] last = new Sent[1];
    HttpResponse response =
        retry.sendWhileRefused(
            () -> {
              ForeignToken token = tokens.next();
              Errors errors =
                  new Errors(
                      token, Errors.Credential.IDENTITY_TOKEN, Masker.of(List.of(token))::mask);
              HttpRequest request = request(trustRule, lifetime, token);
              last[0] = new Sent(request, errors, clock.instant());
              HttpResponse answer = transport.send(request, deadline);
              if (answer.status() != 200) {
                throw errors.refused(request, answer);
              }
              return answer;
            });
    return last[0].granted(response, lifetime);
  }

  private HttpRequest request(String trustRule, @Nullable Duration lifetime, ForeignToken token) {
    JsonObject body =
        JsonObject.EMPTY
            .with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
            .with("subject_token", token.reveal())
            .with("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")
            .with("audience", trustRule);
    if (lifetime != null) {
      body =
          body.with(
              "access_token_lifetime_seconds", new JsonNumber(Long.toString(lifetime.toSeconds())));
    }
    return new HttpRequest(
        "POST",
        URI.create(base.toString().replaceFirst("/$", "") + PATH),
        Map.of("Accept", "application/json", "Content-Type", "application/json"),
        Json.compact(body));
  }

  /** A request that was answered, and the time at which it was sent. */
  record Sent(HttpRequest request, Errors errors, Instant at) {
    Granted granted(HttpResponse response, @Nullable Duration asked) throws ApiException {
      try {
        if (Json.parse(response.body()) instanceof JsonObject json) {
          AccessToken token = AccessToken.of(Fields.required(json, "access_token"));
          return new Granted(token, at.plus(life(json, asked)));
        }
        throw errors.malformed(request, response, "it is not a JSON object");
      } catch (InvalidKeyException e) {
        throw errors.malformed(request, response, "the field access_token " + e.getMessage());
      } catch (JsonParseException e) {
        throw errors.malformed(request, response, "it is not JSON");
      } catch (MalformedAnswerException e) {
        throw errors.malformed(request, response, String.valueOf(e.getMessage()));
      }
    }

    /**
     * The lifetime that the server states. If the server states none, the lifetime that was asked
     * for. The result is never longer than the server can have meant.
     */
    private static Duration life(JsonObject json, @Nullable Duration asked) {
      Duration otherwise = asked == null ? LONGEST : asked;
      if (json.get("expires_in") instanceof JsonNumber seconds) {
        double value = Double.parseDouble(seconds.text());
        return value >= 0 && value <= LONGEST.toSeconds()
            ? Duration.ofSeconds((long) value)
            : otherwise;
      }
      return otherwise;
    }
  }
}

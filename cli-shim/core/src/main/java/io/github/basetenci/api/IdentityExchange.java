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
 * API key is sent: the identity token is what proves who asks.
 */
public final class IdentityExchange {
  /** What a refusal says, whatever the reason. */
  public static final String INVALID_GRANT = "invalid_grant";

  /** The shortest and the longest life of an access token that Baseten documents. */
  public static final Duration SHORTEST = Duration.ofSeconds(60);

  /** See {@link #SHORTEST}. */
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
   * @param deadline the end of all attempts together, waits included
   * @param sleeper waits between attempts
   * @param clock tells when the access token ends
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
   * An access token and its end.
   *
   * @param expires never later than the server's end of it, by the clock of this machine
   */
  public record Granted(AccessToken token, Instant expires) {}

  /**
   * Where identity tokens come from.
   *
   * @param <E> how it fails
   */
  @FunctionalInterface
  public interface IdentityTokens<E extends Exception> {
    /** A token that no attempt has sent yet, where the source can give one. */
    ForeignToken next() throws E;
  }

  /**
   * Exchanges a token. Each attempt sends a fresh one, since a server may take each token only
   * once. It is repeated after HTTP 429 and HTTP 5xx alone.
   *
   * @param trustRule the id of the trust rule
   * @param lifetime the life to ask for, or null for the longest that the rule allows
   * @throws ApiException for an answer that is no access token; a refusal has status 400 and says
   *     {@link #INVALID_GRANT}
   * @throws E if there is no identity token
   */
  public <E extends Exception> Granted exchange(
      String trustRule, @Nullable Duration lifetime, IdentityTokens<E> tokens)
      throws ApiException, TransportException, E {
    Sent[] last = new Sent[1];
    HttpResponse response =
        retry.sendWhileRefused(
            () -> {
              ForeignToken token = tokens.next();
              Errors errors = new Errors(token, "identity token", Masker.of(List.of(token))::mask);
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

  /** A request that was answered, and when it was sent. */
  private record Sent(HttpRequest request, Errors errors, Instant at) {
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

    /** What the server says, else what it was asked for, and never more than it can mean. */
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

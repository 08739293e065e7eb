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
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The login by browser (OAuth device flow, RFC 8628), as {@code truss} and {@code baseten} make it:
 * the user confirms a code in a browser, while this client polls for the tokens. Also what belongs
 * to the tokens afterwards: their refresh, and the end of their session.
 */
public final class DeviceFlow {
  /** What a server says of a refresh token that it does not know, or that was used before. */
  public static final String INVALID_GRANT = "invalid_grant";

  private static final String CLIENT = "baseten-cli";
  private static final String AUTHORIZE = "/v1/users/auth/device/authorize";
  private static final String TOKEN = "/v1/users/auth/device/token";
  private static final String LOGOUT = "/v1/users/auth/logout";

  private static final Duration DEFAULT_LIFE = Duration.ofMinutes(10);
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration SLOWER = Duration.ofSeconds(5);

  /** The longest time that an answer can state. A longer one is certainly a mistake. */
  private static final double LONGEST_SECONDS = 10 * 365 * 24 * 60 * 60.0;

  /** How many polls in a row may fail on their way before the login fails. */
  private static final int MAX_FAILURES = 4;

  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpTransport transport;
  private final URI base;
  private final Deadline deadline;
  private final Sleeper sleeper;
  private final InstantSource clock;

  /**
   * @param transport sends the requests
   * @param base the address that {@link RemoteUrl#managementUrl} gives
   * @param deadline the time limit of everything together, the waits for the user included
   * @param sleeper waits between polls
   * @param clock the clock by which access tokens expire
   */
  public DeviceFlow(
      HttpTransport transport, URI base, Deadline deadline, Sleeper sleeper, InstantSource clock) {
    this.transport = transport;
    this.base = base;
    this.deadline = deadline;
    this.sleeper = sleeper;
    this.clock = clock;
  }

  /**
   * A login that waits for its user.
   *
   * @param deviceCode what the polls send
   * @param userCode what the user confirms, safe to print
   * @param page where the user confirms it, safe to print
   * @param life how long the user has
   * @param interval the wait between two polls that the server asks for
   */
  public record Waiting(
      OAuthGrant deviceCode, String userCode, String page, Duration life, Duration interval) {}

  /** Why a login ended without tokens. */
  public enum Refusal {
    /** The user said no. */
    DENIED,
    /** Nobody confirmed the code in time. */
    EXPIRED,
    /** The server refuses the login for another reason. */
    OTHER
  }

  /**
   * How a login ended.
   *
   * @param session the tokens, or null for a login that was refused
   * @param refusal why there are no tokens, or null
   * @param said the error code of the server, neutralised; empty if there is none
   */
  public record Outcome(@Nullable OAuthSession session, @Nullable Refusal refusal, String said) {
    static Outcome granted(OAuthSession session) {
      return new Outcome(session, null, "");
    }

    static Outcome refused(Refusal refusal, String said) {
      return new Outcome(null, refusal, said);
    }
  }

  /** Begins a login. */
  public Waiting begin() throws ApiException, TransportException {
    Exchange exchange = new Exchange(AUTHORIZE, Map.of("client_id", CLIENT), null);
    return exchange.understood(
        exchange.send(),
        json -> {
          String complete = json.string("verification_uri_complete");
          return new Waiting(
              grant(json, "device_code"),
              Neutralizer.line(Fields.required(json, "user_code")),
              Neutralizer.line(
                  complete == null || complete.isEmpty()
                      ? Fields.required(json, "verification_uri")
                      : complete),
              seconds(json, "expires_in").orElse(DEFAULT_LIFE),
              longest(seconds(json, "interval").orElse(DEFAULT_INTERVAL), SHORTEST_INTERVAL));
        });
  }

  /**
   * Polls until the user has decided, or until no time is left. A poll that fails on its way is
   * repeated after twice the time.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public Outcome await(Waiting login)
      throws ApiException, TransportException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", login.deviceCode().reveal());
    form.put("client_id", CLIENT);
    Duration atStart = deadline.remaining();
    Duration life = login.life().compareTo(atStart) < 0 ? login.life() : atStart;
    Duration interval = login.interval();
    int failures = 0;
    while (true) {
      Duration left = life.minus(atStart.minus(deadline.remaining()));
      if (left.isNegative() || left.isZero()) {
        return Outcome.refused(Refusal.EXPIRED, "");
      }
      sleeper.sleep(left.compareTo(interval) < 0 ? left : interval);
      if (deadline.isExpired()) {
        return Outcome.refused(Refusal.EXPIRED, "");
      }
      Exchange exchange = new Exchange(TOKEN, form, login.deviceCode());
      Duration wait = null;
      try {
        return Outcome.granted(exchange.session(exchange.send(), null));
      } catch (ApiException e) {
        switch (e.serverMessage()) {
          case "authorization_pending" -> wait = interval;
          case "slow_down" -> wait = interval.plus(SLOWER);
          case "access_denied" -> {
            return Outcome.refused(Refusal.DENIED, e.serverMessage());
          }
          case "expired_token" -> {
            return Outcome.refused(Refusal.EXPIRED, e.serverMessage());
          }
          default -> {
            if (e.status() == 400) {
              return Outcome.refused(Refusal.OTHER, e.serverMessage());
            }
            if (!isPassing(e) || ++failures > MAX_FAILURES) {
              throw e;
            }
          }
        }
      } catch (TransportException e) {
        if (++failures > MAX_FAILURES) {
          throw e;
        }
      }
      failures = wait == null ? failures : 0;
      interval = wait == null ? interval.multipliedBy(2) : wait;
    }
  }

  /**
   * Exchanges a refresh token for new tokens. The request is sent once: the server may have used
   * the refresh token up although its answer is missing.
   *
   * @throws ApiException if the server refuses; a refresh token that is worthless has status 400
   *     and the message {@link #INVALID_GRANT}
   */
  public OAuthSession refresh(OAuthGrant refreshToken) throws ApiException, TransportException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", CLIENT);
    Exchange exchange = new Exchange(TOKEN, form, refreshToken);
    return exchange.session(exchange.send(), refreshToken);
  }

  /** Ends the session of an access token. */
  public void revoke(AccessToken token) throws ApiException, TransportException {
    HttpRequest request =
        HttpRequest.of(
            "POST",
            address(LOGOUT),
            Map.of("Accept", "application/json", "Authorization", "Bearer " + token.reveal()));
    HttpResponse answer = transport.send(request, deadline);
    if (answer.status() < 200 || answer.status() >= 300) {
      throw new Errors(token, Masker.of(List.of(token))::mask).refused(request, answer);
    }
  }

  /** Whether the failure says nothing about the login, and a later poll may succeed. */
  private static boolean isPassing(ApiException e) {
    return e.status() >= 500 || e.status() == TOO_MANY_REQUESTS;
  }

  private URI address(String path) {
    return URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  private static OAuthGrant grant(JsonObject json, String name) throws MalformedAnswerException {
    try {
      return OAuthGrant.of(Fields.required(json, name));
    } catch (InvalidKeyException e) {
      throw new MalformedAnswerException("the field " + name + " " + e.getMessage());
    }
  }

  private static Optional<Duration> seconds(JsonObject json, String name) {
    if (json.get(name) instanceof JsonNumber number) {
      double value = Double.parseDouble(number.text());
      return value > 0 && value <= LONGEST_SECONDS
          ? Optional.of(Duration.ofMillis((long) (value * 1000)))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** One request with a form, and what is made of its answer. */
  private final class Exchange {
    private final HttpRequest request;
    private final Errors errors;
    private Instant sentAt = Instant.EPOCH;

    /**
     * @param secret the grant in the form, or null if there is none
     */
    Exchange(String path, Map<String, String> form, @Nullable Confidential secret) {
      StringJoiner body = new StringJoiner("&");
      form.forEach((name, value) -> body.add(name + "=" + encoded(value)));
      request =
          new HttpRequest(
              "POST",
              address(path),
              Map.of(
                  "Accept",
                  "application/json",
                  "Content-Type",
                  "application/x-www-form-urlencoded"),
              body.toString());
      Masker masker = secret == null ? Masker.NONE : Masker.of(List.of(secret));
      errors = new Errors(secret, Errors.Credential.LOGIN, masker::mask);
    }

    HttpResponse send() throws ApiException, TransportException {
      sentAt = clock.instant();
      HttpResponse answer = transport.send(request, deadline);
      if (answer.status() != 200) {
        throw errors.refused(request, answer);
      }
      return answer;
    }

    /**
     * The tokens in an answer.
     *
     * @param old the refresh token that goes on if the answer has none; null if it must have one
     */
    OAuthSession session(HttpResponse answer, @Nullable OAuthGrant old) throws ApiException {
      return understood(
          answer,
          json -> {
            String next = json.string("refresh_token");
            OAuthGrant refresh =
                old != null && (next == null || next.isEmpty())
                    ? old
                    : grant(json, "refresh_token");
            Duration life =
                seconds(json, "expires_in")
                    .orElseThrow(
                        () -> new MalformedAnswerException("the field expires_in is missing"));
            return new OAuthSession(accessToken(json), refresh, sentAt.plus(life));
          });
    }

    <T> T understood(HttpResponse answer, Fields.Reader<T> reader) throws ApiException {
      try {
        if (Json.parse(answer.body()) instanceof JsonObject json) {
          return reader.read(json);
        }
        throw errors.malformed(request, answer, "it is not a JSON object");
      } catch (JsonParseException e) {
        throw errors.malformed(request, answer, "it is not JSON");
      } catch (MalformedAnswerException e) {
        throw errors.malformed(request, answer, String.valueOf(e.getMessage()));
      }
    }

    private static AccessToken accessToken(JsonObject json) throws MalformedAnswerException {
      try {
        return AccessToken.of(Fields.required(json, "access_token"));
      } catch (InvalidKeyException e) {
        throw new MalformedAnswerException("the field access_token " + e.getMessage());
      }
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }
}

package io.github.basetenci.api;

import io.github.basetenci.http.HttpRequest;
import io.github.basetenci.http.HttpResponse;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns an answer that is not a success into an exception. */
final class Errors {
  /**
   * The longest wait that a server can ask for. A longer wait is certainly a mistake of the server.
   */
  private static final double MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

  /** What a request proves with who asks, in the words of its refusals. */
  enum Credential {
    KEY(" refused the key for ", " does not allow this key to "),
    ACCESS_TOKEN(" refused the access token for ", " does not allow this access token to "),
    IDENTITY_TOKEN(" refused the identity token for ", " does not allow this identity token to "),
    LOGIN(" refused the login for ", " does not allow the login to ");

    private final String refused;
    private final String forbidden;

    Credential(String refused, String forbidden) {
      this.refused = refused;
      this.forbidden = forbidden;
    }
  }

  private final @Nullable Confidential sent;
  private final Credential kind;
  private final UnaryOperator<String> mask;

  /**
   * @param sent the key or the access token that is sent
   * @param mask removes the secrets of the request from a text
   */
  Errors(Confidential sent, UnaryOperator<String> mask) {
    this(sent, sent instanceof AccessToken ? Credential.ACCESS_TOKEN : Credential.KEY, mask);
  }

  /**
   * @param sent the credential that is sent, or null for a request that needs none
   * @param kind what the credential is
   * @param mask removes the secrets of the request from a text
   */
  Errors(@Nullable Confidential sent, Credential kind, UnaryOperator<String> mask) {
    this.sent = sent;
    this.kind = kind;
    this.mask = mask;
  }

  /** The exception for an answer with another status than 200. */
  ApiException refused(HttpRequest request, HttpResponse response) {
    if (ForeignAnswer.is(response)) {
      return foreign(request, response);
    }
    ErrorBody body = ErrorBody.read(response.body());
    String said = safe(body.message());
    String code = body.code() == null ? null : safe(body.code());
    String message =
        sentence(request, response.status())
            + (said.isEmpty() ? "" : ": " + said.replaceFirst("\\.$", ""));
    return new ApiException(
        message, response.status(), code, said, retryAfter(body, response), sent);
  }

  /**
   * The exception for an answer that is not from the API. Such an answer does not mean that the API
   * refuses the request.
   */
  private ApiException foreign(HttpRequest request, HttpResponse response) {
    return new ApiException(
        ForeignAnswer.sentence(request, response, mask), 0, null, "", null, sent);
  }

  /** The exception for a success that is not JSON, and is therefore not from the API. */
  ApiException notJson(HttpRequest request, HttpResponse response) {
    // The answer to a POST may contain a new key, whatever content type it has.
    return request.method().equals("POST")
        ? malformed(request, response, "it is not JSON")
        : foreign(request, response);
  }

  /**
   * The exception for a success that cannot be understood. The body is not quoted, because it may
   * contain a new key.
   */
  ApiException malformed(HttpRequest request, HttpResponse response, String problem) {
    String message =
        "%s answered %s %s with HTTP %d, but %s; check that the address is the management API"
            .formatted(host(request), request.method(), path(request), response.status(), problem);
    return new ApiException(message, response.status(), null, "", null, sent);
  }

  private String sentence(HttpRequest request, int status) {
    String call = request.method() + " " + path(request);
    return switch (status) {
      case 401 -> host(request) + kind.refused + call + " (HTTP 401)";
      case 403 -> host(request) + kind.forbidden + call + " (HTTP 403)";
      case 404 -> host(request) + " found nothing for " + call + " (HTTP 404)";
      case 429 -> host(request) + " asks to slow down " + call + " (HTTP 429)";
      default -> host(request) + " answered " + call + " with HTTP " + status;
    };
  }

  private String safe(String foreign) {
    return Neutralizer.line(KeyShapes.mask(mask.apply(foreign)));
  }

  private static @Nullable Duration retryAfter(ErrorBody body, HttpResponse response) {
    String text = body.retryAfter() == null ? response.header("Retry-After") : body.retryAfter();
    if (text == null) {
      return null;
    }
    try {
      double seconds = Double.parseDouble(text.strip());
      return seconds >= 0 && seconds <= MAX_RETRY_AFTER_SECONDS
          ? Duration.ofMillis((long) Math.ceil(seconds * 1000))
          : null;
    } catch (NumberFormatException e) {
      // The header can also be a date. A date is not read, because the clock of this machine may
      // differ from that of the server.
      return null;
    }
  }

  private static String host(HttpRequest request) {
    return request.uri().getAuthority();
  }

  private static String path(HttpRequest request) {
    return request.uri().getRawPath();
  }
}

package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks GitHub for an identity token, which says which workflow this is. */
final class OidcClient {
  private static final int MAX_RETRIES = 10;
  private static final Set<Integer> RETRIED = Set.of(502, 503, 504);
  private static final int MAX_REASON = 500;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final Map<String, String> environment;
  private final HttpGet http;
  private final Sleeper sleeper;
  private final boolean retriesConnections;

  OidcClient(
      Map<String, String> environment, HttpGet http, Sleeper sleeper, boolean retriesConnections) {
    this.environment = environment;
    this.http = http;
    this.sleeper = sleeper;
    this.retriesConnections = retriesConnections;
  }

  String url(@Nullable String audience) {
    String url = variable("ACTIONS_ID_TOKEN_REQUEST_URL");
    return audience == null || audience.isEmpty()
        ? url
        : url + "&audience=" + encodeUriComponent(audience);
  }

  String token(String url) {
    HttpGet.Answer answer = get(url, headers());
    Map<String, String> members = JsonMembers.read(answer.body()).orElse(Map.of());
    if (answer.status() > 299 && answer.status() != 404) {
      String reason = members.getOrDefault("message", answer.body());
      throw failed("HTTP " + answer.status() + " " + reason, null);
    }
    String token = members.getOrDefault("value", "");
    if (answer.status() == 404 || token.isEmpty()) {
      throw new ToolkitException("Response json body do not have ID Token field");
    }
    return token;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept", "application/json");
    headers.put("user-agent", userAgent());
    headers.put("authorization", "Bearer " + variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
    return headers;
  }

  private String userAgent() {
    String id = environment.getOrDefault("ACTIONS_ORCHESTRATION_ID", "");
    return "actions/oidc-client"
        + (id.isEmpty()
            ? ""
            : " actions_orchestration_id/" + id.replaceAll("[^a-zA-Z0-9_.-]", "_"));
  }

  /** Waits 10, 20, 40, ... milliseconds between the attempts, about ten seconds in all. */
  private HttpGet.Answer get(String url, Map<String, String> headers) {
    URI uri = uri(url);
    for (int retry = 1; ; retry++) {
      try {
        HttpGet.Answer answer = http.get(uri, headers);
        if (!RETRIED.contains(answer.status()) || retry > MAX_RETRIES) {
          return answer;
        }
      } catch (IOException e) {
        if (!retriesConnections || retry > MAX_RETRIES) {
          throw failed(String.valueOf(e.getMessage()), e);
        }
      }
      pause(Duration.ofMillis(5L << retry));
    }
  }

  private void pause(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }

  private static ToolkitException failed(String reason, @Nullable Throwable cause) {
    String line = ForeignText.neutralize(reason.strip().replaceAll("\\s+", " "));
    String end = line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "..." : line;
    return new ToolkitException("GitHub gave no OIDC token: " + end, cause);
  }

  private static URI uri(String url) {
    int query = url.indexOf('?') + 1;
    try {
      // JavaScript's URL class also encodes the single quote, which encodeURIComponent does not
      // encode.
      return URI.create(url.substring(0, query) + url.substring(query).replace("'", "%27"));
    } catch (IllegalArgumentException e) {
      throw new ToolkitException("ACTIONS_ID_TOKEN_REQUEST_URL is no address: " + url, e);
    }
  }

  private String variable(String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new ToolkitException(
          "Unable to get " + name + " env variable: give the job the permission id-token: write");
    }
    return value;
  }

  /**
   * {@code encodeURIComponent} of JavaScript. Java's {@code URLEncoder} encodes for forms instead.
   */
  private static String encodeUriComponent(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : JsText.utf8(text)) {
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-_.!~*'()".indexOf(b) >= 0;
  }
}

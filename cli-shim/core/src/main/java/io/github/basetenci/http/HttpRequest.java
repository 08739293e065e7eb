package io.github.basetenci.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request. {@code toString} shows only the method and the address, because headers and body can
 * contain secrets.
 *
 * @param method an upper-case method that has an ordinary answer, such as {@code GET}
 * @param uri an absolute {@code http} or {@code https} address with a host and without user
 *     information
 * @param headers additional headers; only the transport sets headers for the connection and for the
 *     length of the body
 * @param body sent as UTF-8, or null for a request without a body
 */
public record HttpRequest(
    String method, URI uri, Map<String, String> headers, @Nullable String body) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host",
          "user-agent",
          "connection",
          "content-length",
          "transfer-encoding",
          "proxy-authorization",
          "expect");

  /**
   * @throws IllegalArgumentException if a part of the request cannot be sent unchanged; the message
   *     contains no header value
   */
  public HttpRequest {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("only the methods " + METHODS + " are supported");
    }
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getPort() > Ports.HIGHEST) {
      throw new IllegalArgumentException(
          "a request needs an http or https address with a host and without a user");
    }
    // Characters outside ASCII are percent-encoded.
    uri = URI.create(uri.toASCIIString());
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      check(header.getKey(), header.getValue());
    }
  }

  /** A request without a body. */
  public static HttpRequest of(String method, URI uri, Map<String, String> headers) {
    return new HttpRequest(method, uri, headers, null);
  }

  private static void check(String name, String value) {
    if (!TOKEN.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("a header name cannot be sent: it is malformed or ours");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c >= 0x7f) {
        throw new IllegalArgumentException(
            "the value of the header " + name + " contains a line break or another control");
      }
    }
  }

  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}

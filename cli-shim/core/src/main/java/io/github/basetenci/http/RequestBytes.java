package io.github.basetenci.http;

import io.github.basetenci.http.Proxies.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bytes of a request in HTTP/1.1 (RFC 9112). */
final class RequestBytes {
  private static final Set<String> METHODS_WITH_A_BODY = Set.of("POST", "PUT", "PATCH");

  private final HttpRequest request;
  private final String userAgent;

  RequestBytes(HttpRequest request, String userAgent) {
    this.request = request;
    this.userAgent = userAgent;
  }

  /**
   * The whole request.
   *
   * @param forwarding the proxy that forwards the request, or null if the connection leads to the
   *     server itself
   */
  byte[] request(@Nullable Proxy forwarding) {
    byte[] body =
        request.body() == null ? new byte[0] : request.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(256);
    head.append(request.method()).append(' ');
    if (forwarding != null) {
      head.append("http://").append(authority());
    }
    head.append(target()).append(" HTTP/1.1\r\n");
    field(head, "Host", authority());
    field(head, "User-Agent", userAgent);
    field(head, "Connection", "close");
    if (forwarding != null) {
      authorize(head, forwarding);
    }
    if (body.length > 0 || METHODS_WITH_A_BODY.contains(request.method())) {
      field(head, "Content-Length", Integer.toString(body.length));
    }
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      field(head, header.getKey(), header.getValue());
    }
    return joined(ended(head), body);
  }

  /**
   * The request that asks a proxy to open a tunnel to the server. It contains none of the headers
   * of the request to the server.
   */
  byte[] tunnelThrough(Proxy proxy) {
    String server = request.uri().getHost() + ":" + Ports.of(request.uri());
    StringBuilder head = new StringBuilder(128);
    head.append("CONNECT ").append(server).append(" HTTP/1.1\r\n");
    field(head, "Host", server);
    field(head, "User-Agent", userAgent);
    authorize(head, proxy);
    return ended(head);
  }

  private String target() {
    URI uri = request.uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private String authority() {
    URI uri = request.uri();
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private static void authorize(StringBuilder head, Proxy proxy) {
    if (proxy.authorization() != null) {
      field(head, "Proxy-Authorization", proxy.authorization());
    }
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static byte[] ended(StringBuilder head) {
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}

package io.github.basetenci.action.toolkit;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the proxy for a request in the environment variables, as the toolkit does. */
final class ProxyVariables {
  private final Map<String, String> environment;

  ProxyVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @throws ToolkitException if the proxy uses TLS or needs a password
   */
  Proxy proxyFor(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    String variable = tls ? "https_proxy" : "http_proxy";
    String value = read(variable);
    if (value.isEmpty() || isBypassed(uri, tls)) {
      return Proxy.NO_PROXY;
    }
    URI proxy = parse(variable, value.contains("://") ? value : "http://" + value);
    if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getRawUserInfo() != null) {
      throw new ToolkitException(
          "The proxy of "
              + variable
              + " speaks TLS or wants a password, which this client cannot: hand in another");
    }
    int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  private static URI parse(String variable, String value) {
    try {
      URI proxy = URI.create(value);
      if (proxy.getHost() != null) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // The message of this exception would show a password.
    }
    throw new ToolkitException("The variable " + variable + " is no address of a proxy");
  }

  private boolean isBypassed(URI uri, boolean tls) {
    String host = uri.getHost().toUpperCase(Locale.ROOT);
    if (host.equals("LOCALHOST") || host.startsWith("127.") || host.equals("[::1]")) {
      return true;
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    String withPort = host + ":" + port;
    return Stream.of(read("no_proxy").split(",", -1))
        .map(item -> JsText.trim(item).toUpperCase(Locale.ROOT))
        .filter(item -> !item.isEmpty())
        .anyMatch(item -> item.equals("*") || covers(item, host) || covers(item, withPort));
  }

  private static boolean covers(String item, String host) {
    return host.equals(item) || host.endsWith(item.startsWith(".") ? item : "." + item);
  }

  private String read(String lowerCase) {
    String value = environment.getOrDefault(lowerCase, "");
    return value.isEmpty()
        ? environment.getOrDefault(lowerCase.toUpperCase(Locale.ROOT), "")
        : value;
  }
}

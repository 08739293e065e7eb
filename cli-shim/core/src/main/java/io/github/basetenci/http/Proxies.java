package io.github.basetenci.http;

import io.github.basetenci.http.TransportException.Phase;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which proxy serves which address, by the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code ALL_PROXY} and {@code NO_PROXY}. As in curl and Python, the lower-case name of a variable
 * comes first, and a variable that is set but empty counts as unset. No proxy is used for loopback
 * addresses.
 */
public final class Proxies {
  /** No proxy for any address. */
  public static final Proxies NONE = new Proxies(Map.of());

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>https?)://)?(?:(?<user>[^/]*)@)?"
              + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::(?<port>\\d{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern SOCKS = Pattern.compile("\\s*socks\\w*:", Pattern.CASE_INSENSITIVE);
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}]");

  private final Map<String, String> environment;
  private final NoProxy exceptions;

  private Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.exceptions = NoProxy.parse(value("no_proxy"));
  }

  /** Reads the variables of the given environment. */
  public static Proxies of(Map<String, String> environment) {
    return new Proxies(environment);
  }

  /**
   * The proxy for the address, or null for a direct connection.
   *
   * @throws TransportException if the variable for this address contains no usable proxy address;
   *     the message names the variable and never its value
   */
  @Nullable Proxy find(URI target) throws TransportException {
    if (Loopback.isLoopback(target.getHost())
        || exceptions.matches(target.getHost(), Ports.of(target))) {
      return null;
    }
    String own = target.getScheme() + "_proxy";
    // A web server hands the header "Proxy" to a CGI program as HTTP_PROXY (CVE-2016-5385).
    boolean cgi = own.equals("http_proxy") && environment.containsKey("REQUEST_METHOD");
    for (String name : new String[] {own, "all_proxy"}) {
      String value = cgi && name.equals(own) ? environment.getOrDefault(name, "") : value(name);
      if (!value.isEmpty()) {
        return parse(name, value);
      }
    }
    return null;
  }

  /**
   * The {@code host:port} of the proxy for the address, or null for a direct connection.
   *
   * @throws TransportException if the variable for this address contains no usable proxy address
   */
  public @Nullable String address(URI target) throws TransportException {
    Proxy proxy = find(target);
    return proxy == null ? null : proxy.toString();
  }

  private String value(String lowerCaseName) {
    String value = environment.getOrDefault(lowerCaseName, "");
    return value.isEmpty() ? environment.getOrDefault(Ascii.upper(lowerCaseName), "") : value;
  }

  private static Proxy parse(String variable, String value) throws TransportException {
    Matcher parts = ADDRESS.matcher(value);
    try {
      if (parts.matches()) {
        boolean secure = "https".equalsIgnoreCase(parts.group("scheme"));
        String port = parts.group("port");
        int number = port == null ? (secure ? 443 : 80) : Integer.parseInt(port);
        if (number <= Ports.HIGHEST) {
          return new Proxy(secure, parts.group("host"), number, credentials(parts.group("user")));
        }
      }
    } catch (IllegalArgumentException e) {
      // The problem is reported below without this exception, because its message may quote the
      // password.
    }
    throw new TransportException(
        "the variable " + Ascii.upper(variable) + problem(value), Phase.CONNECT, null);
  }

  /**
   * What is wrong with the value. The text shows no part of the value, which may contain a
   * password.
   */
  private static String problem(String value) {
    if (SOCKS.matcher(value).lookingAt()) {
      return " names a SOCKS proxy, and only HTTP proxies can be used; name one as http://host:port";
    }
    return (BLANK.matcher(value).find()
            ? " has a blank or a line end in it"
            : " is no usable proxy address")
        + "; write it as http://host:port or http://user:password@host:port, with %XX for special"
        + " characters";
  }

  private static @Nullable String credentials(@Nullable String rawUserInfo) {
    if (rawUserInfo == null) {
      return null;
    }
    // In this part of an address "+" means a plus sign. In a form it would mean a blank.
    String userInfo = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    String complete = userInfo.contains(":") ? userInfo : userInfo + ":";
    return "Basic " + Base64.getEncoder().encodeToString(complete.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Proxies";
  }

  /**
   * A proxy.
   *
   * @param secure whether the connection to the proxy uses TLS
   * @param host its host
   * @param port its port
   * @param authorization the value of {@code Proxy-Authorization}, or null
   */
  record Proxy(boolean secure, String host, int port, @Nullable String authorization) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }
}

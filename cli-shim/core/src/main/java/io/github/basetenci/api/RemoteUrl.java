package io.github.basetenci.api;

import io.github.basetenci.http.Loopback;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Baseten installation, {@code scheme://host[:port]}, read and normalised as the
 * {@code baseten} command does: the scheme in lower case, the host as it was written.
 *
 * <p>Plain http is accepted for loopback alone, since a key would travel readable.
 */
public final class RemoteUrl {
  /** The installation that everybody uses. */
  public static final RemoteUrl DEFAULT = new RemoteUrl("https", "app.baseten.co");

  private static final Map<String, String> MANAGEMENT_URLS =
      Map.of(
          "https://app.baseten.co", "https://api.baseten.co",
          "https://app.staging.baseten.co", "https://api.staging.baseten.co",
          "https://app.dev.baseten.co", "https://api.mc-dev.baseten.co",
          "http://localhost:8000", "http://api.localhost:8000");

  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|[0-9.]+");
  private static final String APP = "app.";

  private final String scheme;
  private final String authority;

  private RemoteUrl(String scheme, String authority) {
    this.scheme = scheme;
    this.authority = authority;
  }

  /**
   * Reads a remote URL.
   *
   * @throws InvalidRemoteUrlException if it is none, or has a user, a path, a query or a fragment,
   *     or is plain http to another machine
   */
  public static RemoteUrl parse(String text) throws InvalidRemoteUrlException {
    RemoteUrl url = parse(text, "remote URL");
    if (!url.isBare(text)) {
      throw new InvalidRemoteUrlException(
          "The remote URL must not include a path, query, or fragment: " + quoted(text) + ".");
    }
    return url;
  }

  /**
   * Reads the value of {@code BASETEN_MANAGEMENT_API_URL_OVERRIDE}: the address to use in place of
   * {@link #managementUrl}. As in the {@code baseten} command, everything after the host is
   * ignored.
   *
   * @throws InvalidRemoteUrlException if it is no address, has a user, or is plain http to another
   *     machine
   */
  public static URI managementOverride(String value) throws InvalidRemoteUrlException {
    return URI.create(parse(value, "BASETEN_MANAGEMENT_API_URL_OVERRIDE").toString());
  }

  private static RemoteUrl parse(String text, String what) throws InvalidRemoteUrlException {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw invalid(what, text);
    }
    String scheme = shape.group(1).toLowerCase(Locale.ROOT);
    String authority = shape.group(2);
    if (authority.contains("@")) {
      throw new InvalidRemoteUrlException(
          "The " + what + " must not include a user or a password; write https://host[:port].");
    }
    Matcher parts = AUTHORITY.matcher(authority);
    if (!Set.of("http", "https").contains(scheme) || !parts.matches()) {
      throw invalid(what, text);
    }
    if (scheme.equals("http") && !Loopback.isLoopback(parts.group(1))) {
      throw new InvalidRemoteUrlException(
          "The "
              + what
              + " "
              + quoted(text)
              + " would send the key unencrypted; use https, or http to localhost alone.");
    }
    return new RemoteUrl(scheme, authority);
  }

  private static InvalidRemoteUrlException invalid(String what, String text) {
    return new InvalidRemoteUrlException(
        "The " + what + " " + quoted(text) + " is invalid; write https://host[:port].");
  }

  private static String quoted(String text) {
    return "\"" + Neutralizer.line(text) + "\"";
  }

  private boolean isBare(String text) {
    Matcher shape = SHAPE.matcher(text);
    return shape.matches()
        && (shape.group(3).isEmpty() || shape.group(3).equals("/"))
        && (shape.group(4) == null || shape.group(4).isEmpty())
        && (shape.group(5) == null || shape.group(5).isEmpty());
  }

  /**
   * The base of the management API. An installation that is not in the table has it at {@code
   * api.<host>}, a leading {@code app.} removed; an address such as 127.0.0.1 can have no such name
   * and is its own base (where the {@code baseten} command finds no host at all).
   */
  public URI managementUrl() {
    String known = MANAGEMENT_URLS.get(toString());
    if (known != null) {
      return URI.create(known);
    }
    if (ADDRESS.matcher(host()).matches()) {
      return URI.create(toString());
    }
    String base = authority.startsWith(APP) ? authority.substring(APP.length()) : authority;
    return URI.create(scheme + "://api." + base);
  }

  /**
   * Whether {@code truss} knows this remote. To any other one it pairs the management API of
   * production, and so would send a key there.
   */
  public boolean isKnown() {
    return MANAGEMENT_URLS.containsKey(toString());
  }

  /** The host without port, an IPv6 address in brackets. */
  public String host() {
    return authority.replaceFirst(":[0-9]*$", "");
  }

  /** The host without a leading {@code app.} and without port, as profile names show it. */
  public String hostLabel() {
    return host().startsWith(APP) ? host().substring(APP.length()) : host();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RemoteUrl that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** {@code scheme://host[:port]}. */
  @Override
  public String toString() {
    return scheme + "://" + authority;
  }
}

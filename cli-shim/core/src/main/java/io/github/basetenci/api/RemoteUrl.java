package io.github.basetenci.api;

import io.github.basetenci.http.Loopback;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Baseten installation, {@code scheme://host[:port]}, read and normalised as the
 * {@code baseten} command does: the scheme in lower case, the host as it was written.
 *
 * <p>Plain http is accepted only for loopback, because http would show the key to the network.
 */
public final class RemoteUrl {
  /** The public installation of Baseten. */
  public static final RemoteUrl DEFAULT = new RemoteUrl("https", "app.baseten.co");

  private static final Map<String, String> MANAGEMENT_URLS =
      Map.of(
          "https://app.baseten.co", "https://api.baseten.co",
          "https://app.staging.baseten.co", "https://api.staging.baseten.co",
          "https://app.dev.baseten.co", "https://api.mc-dev.baseten.co",
          "http://localhost:8000", "http://api.localhost:8000");

  private static final Pattern SHAPE =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#(.*))?");
  private static final String QUOTES = "\"'`";

  /** An address with a scheme, and the text that may be before the address by mistake. */
  private static final Pattern PASTED =
      Pattern.compile("([^A-Za-z]{0,8})([A-Za-z][A-Za-z0-9+.-]*://.*)", Pattern.DOTALL);

  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*\\]|[0-9.]+");
  private static final String APP = "app.";
  private static final String OVERRIDE = "BASETEN_MANAGEMENT_API_URL_OVERRIDE";
  private static final int HIGHEST_PORT = 65_535;

  private final String scheme;
  private final String authority;

  private RemoteUrl(String scheme, String authority) {
    this.scheme = scheme;
    this.authority = authority;
  }

  /**
   * Reads a remote URL.
   *
   * @throws InvalidRemoteUrlException if the text is not a remote URL, or has a user, a path, a
   *     query or a fragment, or is plain http to another machine
   */
  public static RemoteUrl parse(String text) throws InvalidRemoteUrlException {
    return parse(text, "the remote URL");
  }

  /**
   * Reads a remote URL. A message calls the text by the given words.
   *
   * @param what for example {@code the remote URL from --remote-url}
   */
  public static RemoteUrl parse(String text, String what) throws InvalidRemoteUrlException {
    Matcher shape = shape(text, what);
    RemoteUrl url = of(shape, what);
    if (!isRoot(shape)) {
      throw new InvalidRemoteUrlException(
          what + " must not include a path, query, or fragment: " + quoted(shape));
    }
    return url;
  }

  /**
   * Reads the value of {@code BASETEN_MANAGEMENT_API_URL_OVERRIDE}, the address to use in place of
   * {@link #managementUrl}. As in the {@code baseten} command, everything after the host is
   * ignored.
   *
   * @throws InvalidRemoteUrlException if the value is not an address, has a user, or is plain http
   *     to another machine
   */
  public static URI managementOverride(String value) throws InvalidRemoteUrlException {
    return URI.create(of(shape(value, OVERRIDE), OVERRIDE).toString());
  }

  private static Matcher shape(String text, String what) throws InvalidRemoteUrlException {
    refuseStrayCharacters(text, what);
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      // The value is not quoted: a user who swaps two settings by mistake gives a key here.
      throw new InvalidRemoteUrlException(what + " is no web address; write https://host[:port]");
    }
    if (shape.group(2).contains("@")) {
      throw new InvalidRemoteUrlException(
          what + " must not include a user or a password; write https://host[:port]");
    }
    return shape;
  }

  /** Refuses characters that are pasted together with an address and are not visible afterwards. */
  private static void refuseStrayCharacters(String text, String what)
      throws InvalidRemoteUrlException {
    Matcher pasted = PASTED.matcher(text);
    // Any other text is not quoted: it may be a key, or contain a password.
    if (!pasted.matches() || text.contains("@")) {
      return;
    }
    String before = pasted.group(1);
    String address = pasted.group(2);
    String problem = "";
    if (!before.isEmpty() && text.endsWith(before)) {
      problem = "is in quotation marks";
    } else if (!before.isEmpty()) {
      problem = "begins with " + name(before.codePointAt(0));
    } else if (isStray(address.codePointBefore(address.length()))) {
      problem = "ends with " + name(address.codePointBefore(address.length()));
    } else {
      OptionalInt inside = address.codePoints().filter(RemoteUrl::isStray).findFirst();
      problem = inside.isPresent() ? "has " + name(inside.getAsInt()) + " in it" : "";
    }
    if (!problem.isEmpty()) {
      throw new InvalidRemoteUrlException(
          what
              + " "
              + problem
              + ": "
              + Neutralizer.quoted(text)
              + "; write https://host[:port] and nothing else");
    }
  }

  /**
   * Whether a character cannot be part of an address. An address is visible ASCII, and people put
   * some marks around it.
   */
  private static boolean isStray(int c) {
    return c <= ' ' || c >= 0x7f || QUOTES.indexOf(c) >= 0;
  }

  private static String name(int c) {
    return switch (c) {
      case '\n', '\r' -> "a line end";
      case '\t' -> "a tab";
      case ' ' -> "a blank";
      case '"', '\'', '`' -> "a quotation mark";
      default ->
          Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT
              ? "a character that cannot be seen"
              : "a character outside ASCII";
    };
  }

  private static RemoteUrl of(Matcher shape, String what) throws InvalidRemoteUrlException {
    RemoteUrl url = new RemoteUrl(shape.group(1).toLowerCase(Locale.ROOT), shape.group(2));
    if (!url.isUsable()) {
      throw new InvalidRemoteUrlException(
          what + " is invalid: " + quoted(shape) + "; write https://host[:port]");
    }
    if (url.scheme.equals("http") && !Loopback.isLoopback(url.host())) {
      throw new InvalidRemoteUrlException(
          what
              + " would send the key unencrypted: "
              + quoted(shape)
              + "; use https, or http to localhost alone");
    }
    return url;
  }

  private boolean isUsable() {
    if (!Set.of("http", "https").contains(scheme) || !AUTHORITY.matcher(authority).matches()) {
      return false;
    }
    try {
      URI uri = new URI(toString());
      return uri.getHost() != null && uri.getPort() <= HIGHEST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isRoot(Matcher shape) {
    return (shape.group(3).isEmpty() || shape.group(3).equals("/"))
        && isEmpty(shape.group(4))
        && isEmpty(shape.group(5));
  }

  private static boolean isEmpty(@Nullable String part) {
    return part == null || part.isEmpty();
  }

  private static String quoted(Matcher shape) {
    return Neutralizer.quoted(shape.group());
  }

  /**
   * The base URL of the management API. For an installation that is not in the table, the host is
   * {@code api.<host>}, without a leading {@code app.} of the installation's host. An address such
   * as 127.0.0.1 cannot have a name of this form, so the address itself is the base. The {@code
   * baseten} command finds no host for such an address.
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
   * Whether {@code truss} knows this remote. With an unknown remote, truss uses the management API
   * of production, and so would send the key there.
   */
  public boolean isKnown() {
    return MANAGEMENT_URLS.containsKey(toString());
  }

  /** The host without port. An IPv6 address is in brackets. */
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

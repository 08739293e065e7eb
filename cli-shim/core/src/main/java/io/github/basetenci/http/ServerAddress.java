package io.github.basetenci.http;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** The addresses to which a secret may be sent. */
public final class ServerAddress {
  private ServerAddress() {}

  /**
   * Reads an {@code https} address, or an {@code http} address of this machine. The address must
   * have a host, and must not have a user, a query or a fragment.
   *
   * @return null for anything else
   */
  public static @Nullable URI parse(String text) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      boolean plain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (!plain || host == null || uri.getPort() > Ports.HIGHEST) {
        return null;
      }
      boolean safe =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && Loopback.isLoopback(host));
      return safe ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}

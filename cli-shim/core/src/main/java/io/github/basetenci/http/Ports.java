package io.github.basetenci.http;

import java.net.URI;

/** Ports of web addresses. */
final class Ports {
  static final int HIGHEST = 65_535;

  private Ports() {}

  /** The port in the address, or the default port of its scheme if the address has none. */
  static int of(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
  }

  static boolean isSecure(URI uri) {
    return "https".equals(uri.getScheme());
  }
}

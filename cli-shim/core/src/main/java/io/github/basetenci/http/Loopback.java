package io.github.basetenci.http;

import java.util.Locale;
import java.util.regex.Pattern;

/** The host names that mean this machine, judged from the text alone. */
public final class Loopback {
  /** One part of an IPv4 address, without leading zeros. */
  static final String IPV4_OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\." + IPV4_OCTET + "){3}");

  private Loopback() {}

  /**
   * Whether the host is {@code localhost}, a name below it, an address in 127.0.0.0/8, or {@code
   * [::1]}.
   *
   * @param host a host without port; an IPv6 address with or without brackets
   */
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return isLocalhostName(name)
        || name.equals("[::1]")
        || name.equals("::1")
        || IPV4_LOOPBACK.matcher(name).matches();
  }

  /**
   * Whether the host is {@code localhost} or a name below it. RFC 6761 keeps these names out of the
   * DNS.
   */
  static boolean isLocalhostName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}

package io.github.basetenci.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of {@code NO_PROXY}. An entry is {@code *}, a host, an address, or an address range
 * such as {@code 10.0.0.0/8}. A host, with or without a leading dot, also covers the hosts below
 * it. A host or an address may end in a port. Any other entry matches nothing. No name is looked
 * up, so a range matches only a target that is written as an address.
 */
final class NoProxy {
  // The pattern is exact, because InetAddress asks the DNS about any text that is not a valid
  // address.
  private static final Pattern IPV4 =
      Pattern.compile(Loopback.IPV4_OCTET + "(\\." + Loopback.IPV4_OCTET + "){3}");
  private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:]+):(\\d{1,5})");

  private final List<Entry> entries;

  private NoProxy(List<Entry> entries) {
    this.entries = entries;
  }

  static NoProxy parse(String variable) {
    List<Entry> entries = new ArrayList<>();
    for (String text : Ascii.lower(variable).split("[,\\s]+", -1)) {
      if (!text.isEmpty()) {
        entries.add(entry(text));
      }
    }
    return new NoProxy(List.copyOf(entries));
  }

  boolean matches(String host, int port) {
    String name = unbracketed(Ascii.lower(host));
    return entries.stream().anyMatch(entry -> entry.matches(name, port));
  }

  private static Entry entry(String text) {
    if (text.equals("*")) {
      return (host, port) -> true;
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      return range(text.substring(0, slash), text.substring(slash + 1));
    }
    Matcher withPort = WITH_PORT.matcher(text);
    if (withPort.matches()) {
      Entry inner = host(withPort.group(1));
      int only = Integer.parseInt(withPort.group(2));
      return (host, port) -> port == only && inner.matches(host, port);
    }
    return host(text);
  }

  private static Entry host(String text) {
    InetAddress wanted = literal(text);
    if (wanted != null) {
      return (host, port) -> wanted.equals(literal(host));
    }
    String name = text.replaceFirst("^\\*?\\.", "");
    return (host, port) -> host.equals(name) || host.endsWith("." + name);
  }

  private static Entry range(String address, String lengthText) {
    InetAddress network = literal(address);
    if (network == null || !lengthText.matches("\\d{1,3}")) {
      return (host, port) -> false;
    }
    int bits = network.getAddress().length * 8;
    int drop = bits - Integer.parseInt(lengthText);
    if (drop < 0) {
      return (host, port) -> false;
    }
    BigInteger wanted = new BigInteger(1, network.getAddress()).shiftRight(drop);
    return (host, port) -> {
      InetAddress candidate = literal(host);
      return candidate != null
          && candidate.getAddress().length * 8 == bits
          && new BigInteger(1, candidate.getAddress()).shiftRight(drop).equals(wanted);
    };
  }

  /**
   * The address that is written in the text, or null if the text is a name. The DNS is never asked.
   */
  static @Nullable InetAddress literal(String text) {
    String bare = unbracketed(text);
    if (!IPV4.matcher(bare).matches() && bare.indexOf(':') < 0) {
      return null;
    }
    try {
      return InetAddress.getByName(bare.indexOf(':') < 0 ? bare : "[" + bare + "]");
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** One rule. The host is given in lower case and without brackets. */
  private interface Entry {
    boolean matches(String host, int port);
  }
}

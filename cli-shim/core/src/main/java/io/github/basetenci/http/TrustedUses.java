package io.github.basetenci.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data that OpenSSL writes after a trusted certificate ({@code X509_CERT_AUX}): the uses for
 * which the certificate is trusted, and in {@code [0]} the uses for which it is not trusted. Some
 * distributions keep distrusted certificates and trusted ones in one file, and only this data tells
 * them apart.
 */
record TrustedUses(@Nullable String trusted, @Nullable String rejected) {
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT_0 = 0xa0;

  /** The uses "authentication of a TLS server" (1.3.6.1.5.5.7.3.1) and "any use" (2.5.29.37.0). */
  private static final List<String> SERVERS =
      List.of(
          text(HexFormat.of().parseHex("06082b06010505070301")),
          text(HexFormat.of().parseHex("0604551d2500")));

  private static final TrustedUses UNSAID = new TrustedUses(null, null);

  /**
   * @param der the bytes after the certificate; without bytes, neither trusted nor rejected uses
   *     are known
   */
  static TrustedUses of(byte[] der) {
    String trusted = null;
    String rejected = null;
    for (Element outer : elements(text(der))) {
      for (Element inner : elements(outer.content)) {
        trusted = inner.tag == SEQUENCE && trusted == null ? inner.content : trusted;
        rejected = inner.tag == CONTEXT_0 ? inner.content : rejected;
      }
    }
    return trusted == null && rejected == null ? UNSAID : new TrustedUses(trusted, rejected);
  }

  /** Whether the certificate may sign certificates of servers. */
  boolean allowServers() {
    return (trusted == null || names(trusted)) && (rejected == null || !names(rejected));
  }

  private static boolean names(String uses) {
    return SERVERS.stream().anyMatch(uses::contains);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return "TrustedUses";
  }

  private record Element(int tag, String content) {
    @Override
    public String toString() {
      return "Element of " + content.length() + " bytes";
    }
  }

  /** The complete elements of a text in which each character is one byte. */
  private static List<Element> elements(String der) {
    List<Element> elements = new ArrayList<>();
    int at = 0;
    while (at + 2 <= der.length()) {
      int tag = der.charAt(at++);
      int length = der.charAt(at++);
      if (length > 0x82 || length == 0x80) {
        break;
      }
      if (length > 0x80) {
        int bytes = length - 0x80;
        length = 0;
        for (int i = 0; i < bytes && at < der.length(); i++) {
          length = length << 8 | der.charAt(at++);
        }
      }
      if (at + length > der.length()) {
        break;
      }
      elements.add(new Element(tag, der.substring(at, at + length)));
      at += length;
    }
    return elements;
  }
}

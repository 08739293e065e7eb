package io.github.basetenci.sandbox;

import java.util.Base64;

/** The encoding of tokens and keys (RFC 7515, 2): URL-safe base64 without padding. */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The bytes that the text encodes. Only one encoding of some bytes is accepted, so that no two
   * texts are one token.
   *
   * @throws IllegalArgumentException for a text that is not this encoding
   */
  static byte[] decode(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("not the encoding of these bytes");
    }
    return bytes;
  }
}

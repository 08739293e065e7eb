package io.github.basetenci.sandbox;

import java.security.SecureRandom;

/** Makes random keys and identifiers, and splits keys into prefix and secret part. */
final class Keys {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** What the prefixes of keys begin with since October 2026. Older keys have no such mark. */
  private static final String MARK = "b10_";

  private static final int PREFIX_LENGTH = 8;
  private static final int SECRET_LENGTH = 32;
  private static final int MAX_LOGGED_PREFIX = 12;

  private final SecureRandom random = new SecureRandom();

  String key() {
    return MARK + word(PREFIX_LENGTH) + "." + word(SECRET_LENGTH);
  }

  String word(int length) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  /** The part after the first dot, or the whole credential if it has no dot. */
  static String secret(String credential) {
    return credential.substring(credential.indexOf('.') + 1);
  }

  /**
   * The part before the first dot, which is no secret. The result is empty for a credential without
   * a dot, and the prefix is cut after a few characters.
   */
  static String prefix(String credential) {
    String prefix = credential.substring(0, Math.max(0, credential.indexOf('.')));
    return prefix.substring(0, Math.min(MAX_LOGGED_PREFIX, prefix.length()));
  }
}

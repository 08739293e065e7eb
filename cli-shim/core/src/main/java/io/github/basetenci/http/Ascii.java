package io.github.basetenci.http;

import java.util.Locale;

/** Changes the letter case of protocol words, independently of the user's language. */
final class Ascii {
  private Ascii() {}

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

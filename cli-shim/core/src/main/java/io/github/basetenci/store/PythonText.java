package io.github.basetenci.store;

import java.util.Locale;

/**
 * The text rules of Python 3 that decide how {@code configparser} reads a file. Java's rules are
 * different: for {@link String#strip} and {@link Character#isWhitespace}, U+0085 and no-break
 * spaces are not whitespace.
 */
final class PythonText {
  private PythonText() {}

  /**
   * Python's {@code str.isspace} for one character. All whitespace characters are in the basic
   * plane.
   */
  static boolean isSpace(char c) {
    return (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x20)
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  /** The number of whitespace characters that the text starts with. */
  static int indent(String text) {
    int i = 0;
    while (i < text.length() && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Python's {@code str.strip()}. */
  static String strip(String text) {
    return stripEnd(text.substring(indent(text)));
  }

  /** Python's {@code str.rstrip()}. */
  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /**
   * Python's {@code str.lower()}, for the letters up to Unicode 13, the version that Java 17 knows.
   */
  static String lower(String text) {
    if (text.indexOf('\u03a3') < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    // Java looks for the end of a word; Unicode and Python look for the end of the letters.
    StringBuilder out = new StringBuilder(text.length());
    for (int from = 0; from < text.length(); ) {
      int sigma = text.indexOf('\u03a3', from);
      if (sigma < 0) {
        sigma = text.length();
      }
      out.append(text.substring(from, sigma).toLowerCase(Locale.ROOT));
      if (sigma < text.length()) {
        out.append(isFinalSigma(text, sigma) ? '\u03c2' : '\u03c3');
      }
      from = sigma + 1;
    }
    return out.toString();
  }

  private static boolean isFinalSigma(String text, int at) {
    int before = at;
    while (before > 0 && isCaseIgnorable(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    int after = at + 1;
    while (after < text.length() && isCaseIgnorable(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return before > 0
        && isCased(text.codePointBefore(before))
        && !(after < text.length() && isCased(text.codePointAt(after)));
  }

  private static boolean isCased(int c) {
    return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
  }

  private static boolean isCaseIgnorable(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default ->
          "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a"
                  .indexOf(c)
              >= 0;
    };
  }
}

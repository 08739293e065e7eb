package io.github.basetenci.action.toolkit.runner;

/** What .NET does to strings. */
public final class DotNet {
  private DotNet() {}

  public static String trim(String text) {
    String start = trimStart(text);
    int end = start.length();
    while (end > 0 && isWhiteSpace(start.charAt(end - 1))) {
      end--;
    }
    return start.substring(0, end);
  }

  static String trimStart(String text) {
    int start = 0;
    while (start < text.length() && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** {@code Char.IsWhiteSpace}: separators of Unicode, U+0009 to U+000D, U+0085. */
  private static boolean isWhiteSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}

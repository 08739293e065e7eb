package io.github.basetenci.action.toolkit;

/** What the runner, a program of .NET, takes for blank. */
final class DotNetText {
  private DotNetText() {}

  /** {@code String.Trim}. */
  static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isWhiteSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** {@code Char.IsWhiteSpace}: no-break spaces too, but no byte order mark. */
  static boolean isWhiteSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}

package io.github.basetenci.action.toolkit;

/** Which characters the runner, a .NET program, takes for blanks. */
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

  /** {@code Char.IsWhiteSpace}: true for no-break spaces, false for a byte order mark. */
  static boolean isWhiteSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}

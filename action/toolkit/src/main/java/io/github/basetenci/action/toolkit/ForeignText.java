package io.github.basetenci.action.toolkit;

/**
 * Changes text from a server, a tool or a user so that the runner takes no line of it as a command.
 *
 * <p>The runner ends a line at {@code \n}, {@code \r\n} and a bare {@code \r}. The runner obeys
 * {@code ::name::} at the start of a line, also after blanks, and {@code ##[name]} anywhere in a
 * line. So this class turns a bare {@code \r} into {@code \n}, {@code ::} at the start of a line
 * into {@code :\:}, and {@code ##[} into {@code ##\[}. Everything else stays unchanged.
 */
public final class ForeignText {
  private boolean lineStart = true;
  private boolean colon;
  private boolean carriageReturn;
  private int hashes;

  ForeignText() {}

  /** Neutralizes a whole text that begins a line. */
  public static String neutralize(String text) {
    return new ForeignText().next(text);
  }

  /** Neutralizes the next part of a text. Parts may be cut anywhere. */
  String next(CharSequence part) {
    StringBuilder out = new StringBuilder(part.length() + 8);
    for (int i = 0; i < part.length(); i++) {
      next(part.charAt(i), out);
    }
    return out.toString();
  }

  /** Makes the next part begin a line, because somebody else has ended the last line. */
  void startLine() {
    lineStart = true;
    colon = false;
    carriageReturn = false;
    hashes = 0;
  }

  private void next(char c, StringBuilder out) {
    if (c == '\n' || c == '\r') {
      boolean secondHalf = c == '\n' && carriageReturn;
      startLine();
      carriageReturn = c == '\r';
      if (!secondHalf) {
        out.append('\n');
      }
      return;
    }
    carriageReturn = false;
    if ((c == ':' && lineStart && colon) || (c == '[' && hashes >= 2)) {
      out.append('\\');
    }
    out.append(c);
    if (isIgnorable(c)) {
      return;
    }
    hashes = c == '#' ? hashes + 1 : 0;
    if (c == ':' && lineStart && !colon) {
      colon = true;
    } else if (colon || !DotNetText.isWhiteSpace(c)) {
      lineStart = false;
    }
  }

  /**
   * Characters that the runner ignores: its culture-sensitive comparison skips them, or it drops a
   * byte order mark.
   */
  private static boolean isIgnorable(char c) {
    return Character.getType(c) == Character.FORMAT
        || (Character.isISOControl(c) && !DotNetText.isWhiteSpace(c));
  }
}

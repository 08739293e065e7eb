package io.github.basetenci.action.toolkit;

/**
 * Makes text that came from a server, a tool or a user safe to print: no line of it is a command to
 * the runner.
 *
 * <p>The runner ends a line at {@code \n}, {@code \r\n} and a bare {@code \r}; it obeys {@code
 * ::name::} at the start of a line, after blanks, and {@code ##[name]} anywhere. So a bare {@code
 * \r} becomes {@code \n}, {@code ::} at the start becomes {@code :\:}, and {@code ##[} becomes
 * {@code ##\[}. Everything else stays.
 */
public final class ForeignText {
  private boolean lineStart = true;
  private boolean colon;
  private boolean carriageReturn;
  private int hashes;

  ForeignText() {}

  /** The whole of a text, which begins a line. */
  public static String neutralize(String text) {
    return new ForeignText().next(text);
  }

  /** The next part of a text: parts may be cut anywhere. */
  String next(CharSequence part) {
    StringBuilder out = new StringBuilder(part.length() + 8);
    for (int i = 0; i < part.length(); i++) {
      next(part.charAt(i), out);
    }
    return out.toString();
  }

  /** What comes next begins a line, for somebody else ended the last one. */
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

  /** The runner compares by culture, which takes these for nothing, or drops a BOM. */
  private static boolean isIgnorable(char c) {
    return Character.getType(c) == Character.FORMAT
        || (Character.isISOControl(c) && !DotNetText.isWhiteSpace(c));
  }
}

package io.github.basetenci.text;

/**
 * Makes text that came from a server, a file or a user safe for a terminal and for a CI log.
 *
 * <p>Control characters (terminal escapes, carriage returns, C1 controls) and invisible or
 * direction-changing format characters are shown as {@code \}{@code uXXXX}. The GitHub runner reads
 * {@code ::command} at the start of a line, and {@code ##[command]} anywhere in a line, as an
 * instruction. A backslash is added to both, so the runner does not recognize them.
 */
public final class Neutralizer {
  /** The greatest length of the result of {@link #line}, in characters. */
  public static final int MAX_LINE = 500;

  private static final String ELLIPSIS = "...";

  private Neutralizer() {}

  /**
   * One line of at most {@link #MAX_LINE} characters; line breaks become blanks. A longer line is
   * cut between two words: half a key would be a form that no masker knows.
   */
  public static String line(String foreign) {
    String safe = escape(foreign.strip().replaceAll("\\R", " "), false);
    return safe.length() <= MAX_LINE
        ? safe
        : safe.substring(0, safe.lastIndexOf(' ', MAX_LINE - ELLIPSIS.length() - 1) + 1) + ELLIPSIS;
  }

  /**
   * The text in quotation marks, so that a blank at either end can be seen. Line ends, tabs and
   * unusual blanks are written as Java escapes. This form is for a text that is wrong because of
   * such characters.
   */
  public static String quoted(String foreign) {
    StringBuilder visible = new StringBuilder(foreign.length() + 16).append('"');
    foreign
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> {
                  if (c != ' ' && Character.isSpaceChar(c)) {
                    appendEscaped(visible, c);
                  } else {
                    visible.appendCodePoint(c);
                  }
                }
              }
            });
    return line(visible.append('"').toString());
  }

  /**
   * Text of several lines. {@code \n} and tab stay; all other characters are treated as in {@link
   * #line}.
   */
  public static String block(String foreign) {
    return escape(foreign.replace("\r\n", "\n"), true);
  }

  private static String escape(String text, boolean keepLines) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    boolean lineStart = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (keepLines && c == '\n') {
        out.append('\n');
        lineStart = true;
        continue;
      }
      if (c == ':' && lineStart && i < text.length() && text.charAt(i) == ':') {
        out.append("\\:");
        lineStart = false;
        continue;
      }
      if (c == '[' && endsWith(out, "##")) {
        out.append("\\[");
        continue;
      }
      // The runner trims leading blanks before it looks for a command.
      lineStart = lineStart && (c == '\t' || Character.isSpaceChar(c));
      if (c == '\t' && keepLines) {
        out.append('\t');
      } else if (isUnsafe(c)) {
        appendEscaped(out, c);
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  private static boolean endsWith(StringBuilder out, String suffix) {
    int from = out.length() - suffix.length();
    return from >= 0 && out.indexOf(suffix, from) == from;
  }

  private static boolean isUnsafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static void appendEscaped(StringBuilder out, int c) {
    for (char unit : Character.toChars(c)) {
      out.append(String.format("\\u%04X", (int) unit));
    }
  }
}

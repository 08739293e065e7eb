package io.github.basetenci.secrets;

import io.github.basetenci.secrets.PythonToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits Python source into its logical lines. Comments are left out. The expressions in the braces
 * of an f-string follow that string in parentheses. Source that is no valid Python gives lines too.
 */
final class PythonLexer {
  private static final Set<String> PREFIXES =
      Set.of("r", "u", "b", "br", "rb", "f", "fr", "rf", "t", "tr", "rt");

  private static final Set<String> LONG_OPERATORS =
      Set.of(
          "==", "!=", "<=", ">=", ":=", "->", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=", "%=",
          "|=", "&=", "^=", "@=");

  private static final int TAB = 8;

  /**
   * The number of levels of strings within the braces of other strings. Deeper levels do not occur
   * in practice.
   */
  private static final int MAX_NESTING = 10;

  private final String text;
  private final List<Line> lines = new ArrayList<>();
  private List<PythonToken> current = new ArrayList<>();
  private int indent;
  private int depth;
  private int at;

  private PythonLexer(String text) {
    this.text = text;
  }

  /**
   * A logical line.
   *
   * @param indent the number of columns of its indentation
   */
  record Line(int indent, List<PythonToken> tokens) {}

  static List<Line> lines(String text) {
    PythonLexer lexer = new PythonLexer(text);
    lexer.run();
    return lexer.lines;
  }

  private void run() {
    indentation();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r') {
        at++;
        if (depth == 0) {
          endLine();
        }
      } else {
        token(c, 0);
      }
    }
    endLine();
  }

  private void endLine() {
    if (!current.isEmpty()) {
      lines.add(new Line(indent, List.copyOf(current)));
      current = new ArrayList<>();
    }
    indentation();
  }

  private void indentation() {
    int column = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == ' ') {
        column++;
      } else if (c == '\t') {
        column = (column / TAB + 1) * TAB;
      } else if (c == '\f' || c == '\uFEFF') {
        column = 0;
      } else {
        break;
      }
    }
    indent = column;
  }

  /** Reads one token, or skips a comment, a continuation or white space. */
  private void token(char c, int nesting) {
    if (c == '#') {
      while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
        at++;
      }
    } else if (c == '\\') {
      // The logical line goes on in the next line of the file.
      at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (c == '"' || c == '\'') {
      string("", nesting);
    } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      word(nesting);
    } else if (c >= '0' && c <= '9') {
      number();
    } else {
      operator(c);
    }
  }

  private void word(int nesting) {
    int start = at;
    while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    String prefix = word.toLowerCase(Locale.ROOT);
    if (quoted && PREFIXES.contains(prefix)) {
      string(prefix, nesting);
    } else {
      current.add(new PythonToken(Kind.NAME, word, start, at));
    }
  }

  private void number() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at))
            || text.charAt(at) == '.'
            || text.charAt(at) == '_')) {
      at++;
    }
    current.add(new PythonToken(Kind.NUMBER, "", start, at));
  }

  private void operator(char c) {
    int length = 1;
    if (at + 1 < text.length() && LONG_OPERATORS.contains(text.substring(at, at + 2))) {
      length = 2;
    }
    depth += "([{".indexOf(c) >= 0 ? 1 : 0;
    depth = Math.max(0, depth - (")]}".indexOf(c) >= 0 ? 1 : 0));
    add(text.substring(at, at + length), at);
    at += length;
  }

  private void add(String operator, int start) {
    current.add(new PythonToken(Kind.OPERATOR, operator, start, start + operator.length()));
  }

  private void string(String prefix, int nesting) {
    char quote = text.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    boolean isTriple = text.startsWith(triple, at);
    String end = isTriple ? triple : String.valueOf(quote);
    at += end.length();
    boolean computed = prefix.contains("f") || prefix.contains("t");
    if (computed && nesting < MAX_NESTING) {
      int start = at;
      int index = current.size();
      pieces(end, nesting);
      current.add(index, new PythonToken(Kind.OTHER_TEXT, "", start, at));
      return;
    }
    int start = at;
    boolean escapes = false;
    while (at < text.length() && !text.startsWith(end, at) && !endsAtLine(end)) {
      boolean escape = text.charAt(at) == '\\';
      escapes |= escape;
      at += escape ? 2 : 1;
    }
    at = Math.min(at, text.length());
    String value = text.substring(start, at);
    boolean plain = !computed && !prefix.contains("b") && (!escapes || prefix.contains("r"));
    at += text.startsWith(end, at) ? end.length() : 0;
    current.add(
        new PythonToken(plain ? Kind.TEXT : Kind.OTHER_TEXT, plain ? value : "", start, at));
  }

  /**
   * A string in single or double quotes (not triple quotes) that is not closed ends with its line.
   */
  private boolean endsAtLine(String end) {
    return end.length() == 1 && (text.charAt(at) == '\n' || text.charAt(at) == '\r');
  }

  /** Reads the pieces of an f-string, up to its end. */
  private void pieces(String end, int nesting) {
    while (at < text.length() && !endsAtLine(end)) {
      if (text.startsWith(end, at)) {
        at += end.length();
        return;
      }
      char c = text.charAt(at);
      if (c == '{' && !text.startsWith("{{", at)) {
        int start = at++;
        add("(", start);
        expression(end, nesting + 1);
        add(")", start);
      } else {
        at += c == '\\' || text.startsWith("{{", at) || text.startsWith("}}", at) ? 2 : 1;
      }
    }
    at = Math.min(at, text.length());
  }

  /** Reads the expression in braces, up to the closing brace. */
  private void expression(String end, int nesting) {
    int outside = depth;
    while (at < text.length() && !endsAtLine(end)) {
      char c = text.charAt(at);
      if (depth == outside && c == '}') {
        at++;
        break;
      }
      if (depth == outside && c == ':' && !text.startsWith(":=", at)) {
        format(end, nesting);
        break;
      }
      token(c, nesting);
    }
    depth = outside;
  }

  /** Reads the format of a piece. The format can contain expressions too. */
  private void format(String end, int nesting) {
    while (at < text.length() && !endsAtLine(end) && !text.startsWith(end, at)) {
      char c = text.charAt(at++);
      if (c == '}') {
        return;
      }
      if (c == '{' && nesting < MAX_NESTING) {
        expression(end, nesting + 1);
      }
    }
  }
}

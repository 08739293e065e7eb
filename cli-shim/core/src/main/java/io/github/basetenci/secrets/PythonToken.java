package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A token of Python source.
 *
 * @param text the token itself; for a {@link Kind#TEXT}, the text between its quotes
 * @param start the position in the source at which the token begins; for a {@link Kind#TEXT}, the
 *     position at which the text between its quotes begins
 * @param end the position at which the token ends, including its quotes
 */
record PythonToken(Kind kind, String text, int start, int end) {

  /** The keywords after which an expression can begin. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "and", "as", "assert", "await", "del", "elif", "else", "for", "from", "if", "in", "is",
          "lambda", "not", "or", "return", "while", "with", "yield");

  /**
   * The number of tokens that are searched for a closing bracket. An expression for one object is
   * shorter, and a longer search is slow if there are many brackets.
   */
  private static final int LONGEST_BRACKETS = 100;

  enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A string whose value is exactly the text between its quotes. */
    TEXT,
    /** Any other string: an f-string, a string with escapes, or a string of bytes. */
    OTHER_TEXT,
    NUMBER,
    OPERATOR
  }

  /** Whether this token is the given keyword, name or operator. */
  boolean is(String word) {
    return (kind == Kind.NAME || kind == Kind.OPERATOR) && text.equals(word);
  }

  boolean isString() {
    return kind == Kind.TEXT || kind == Kind.OTHER_TEXT;
  }

  boolean opens() {
    return is("(") || is("[") || is("{");
  }

  boolean closes() {
    return is(")") || is("]") || is("}");
  }

  /**
   * Whether this is a keyword after which an expression can begin. A parenthesis after such a
   * keyword is no call.
   */
  boolean isKeyword() {
    return kind == Kind.NAME && KEYWORDS.contains(text);
  }

  static boolean isAt(List<PythonToken> tokens, int i, String word) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
  }

  /**
   * The position of the bracket that closes the bracket at {@code opening}; -1 if it is too far
   * away.
   */
  static int closing(List<PythonToken> tokens, int opening) {
    int depth = 0;
    for (int i = opening; i < Math.min(tokens.size(), opening + LONGEST_BRACKETS); i++) {
      depth += tokens.get(i).opens() ? 1 : tokens.get(i).closes() ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The pieces between the occurrences of a word that are not inside brackets. */
  static List<List<PythonToken>> split(List<PythonToken> tokens, String word) {
    List<List<PythonToken>> pieces = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      PythonToken token = tokens.get(i);
      if (depth == 0 && token.is(word)) {
        pieces.add(tokens.subList(start, i));
        start = i + 1;
      }
      depth += token.opens() ? 1 : token.closes() ? -1 : 0;
    }
    pieces.add(tokens.subList(start, tokens.size()));
    return pieces;
  }

  /** The latest end of an expression: the next comma, or the closing bracket that encloses it. */
  static int operandEnd(List<PythonToken> tokens, int start) {
    int depth = 0;
    for (int i = start; i < tokens.size(); i++) {
      PythonToken token = tokens.get(i);
      if (depth == 0 && (token.closes() || token.is(","))) {
        return i;
      }
      depth += token.opens() ? 1 : token.closes() ? -1 : 0;
    }
    return tokens.size();
  }

  /** Only the kind and the position, because a text in code may be a secret. */
  @Override
  public String toString() {
    return kind + " at " + start;
  }
}

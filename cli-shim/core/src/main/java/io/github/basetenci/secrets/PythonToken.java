package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A word of Python source.
 *
 * @param text the word itself; of a {@link Kind#TEXT} what stands between its quotes
 * @param start where the word begins in the source; of a {@link Kind#TEXT} what stands between its
 *     quotes
 * @param end where the word ends, its quotes included
 */
record PythonToken(Kind kind, String text, int start, int end) {

  /** The keywords behind which an expression can begin. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "and", "as", "assert", "await", "del", "elif", "else", "for", "from", "if", "in", "is",
          "lambda", "not", "or", "return", "while", "with", "yield");

  /** An expression for one object is shorter; looking further costs, where brackets are many. */
  private static final int LONGEST_BRACKETS = 100;

  enum Kind {
    /** A name or a keyword. */
    NAME,
    /** A string that says itself what its value is. */
    TEXT,
    /** Any other string: computed, with escapes, or of bytes. */
    OTHER_TEXT,
    NUMBER,
    OPERATOR
  }

  /** Whether this is that keyword, name or operator. */
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

  /** Whether an expression can begin behind it, so that a bracket does not call it. */
  boolean isKeyword() {
    return kind == Kind.NAME && KEYWORDS.contains(text);
  }

  static boolean isAt(List<PythonToken> tokens, int i, String word) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
  }

  /** Where the bracket closes that opens at this token; -1 if that is far away. */
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

  /** The pieces between words that stand in no brackets. */
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

  /** Where an expression ends at the latest: at a comma, or at the bracket around it. */
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

  /** The kind alone: a text in code may be a secret. */
  @Override
  public String toString() {
    return kind + " at " + start;
  }
}

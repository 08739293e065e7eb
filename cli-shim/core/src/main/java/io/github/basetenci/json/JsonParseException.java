package io.github.basetenci.json;

/**
 * A text that is not exactly one JSON value. The message names the line and the column. It never
 * quotes the text, because the text may contain a secret.
 */
public final class JsonParseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  JsonParseException(String problem, int line, int column) {
    super(problem + " at line " + line + ", column " + column);
    this.line = line;
  }

  /** The line of the fault, counted from 1. */
  public int line() {
    return line;
  }
}

package io.github.basetenci.json;

/**
 * Text that is not one JSON value. The message names line and column and never quotes the text,
 * which may hold a secret.
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

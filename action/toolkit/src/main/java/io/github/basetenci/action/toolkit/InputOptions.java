package io.github.basetenci.action.toolkit;

/**
 * How an input is read.
 *
 * @param required whether an empty input is an error
 * @param trimWhitespace whether blanks and line breaks around the value go
 */
public record InputOptions(boolean required, boolean trimWhitespace) {
  /** May be empty, is trimmed. */
  public static final InputOptions DEFAULT = new InputOptions(false, true);

  /** Must not be empty, is trimmed. */
  public static final InputOptions REQUIRED = new InputOptions(true, true);
}

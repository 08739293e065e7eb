package io.github.basetenci.action.toolkit;

/**
 * Options for reading an input.
 *
 * @param required whether an empty input is an error
 * @param trimWhitespace whether blanks and line breaks around the value are removed
 */
public record InputOptions(boolean required, boolean trimWhitespace) {
  /** The input may be empty, and its value is trimmed. */
  public static final InputOptions DEFAULT = new InputOptions(false, true);

  /** The input must not be empty, and its value is trimmed. */
  public static final InputOptions REQUIRED = new InputOptions(true, true);
}

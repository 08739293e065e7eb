package io.github.basetenci.sandbox;

/** A text cannot be the condition of a trust rule. The message tells why. */
final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConditionException(String message) {
    super(message);
  }
}

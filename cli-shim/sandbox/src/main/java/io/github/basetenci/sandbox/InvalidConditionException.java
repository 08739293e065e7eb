package io.github.basetenci.sandbox;

/** Why a text cannot be the condition of a trust rule. */
final class InvalidConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConditionException(String message) {
    super(message);
  }
}

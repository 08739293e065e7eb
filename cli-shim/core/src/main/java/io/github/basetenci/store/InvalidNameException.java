package io.github.basetenci.store;

/**
 * The name of a remote, profile or label that cannot be stored. The message is one sentence that
 * contains the name.
 */
public final class InvalidNameException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidNameException(String message) {
    super(message);
  }
}

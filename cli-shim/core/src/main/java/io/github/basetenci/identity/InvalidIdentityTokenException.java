package io.github.basetenci.identity;

/**
 * A text that can be no identity token; the message is the end of a sentence, and quotes nothing.
 */
public final class InvalidIdentityTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidIdentityTokenException(String message) {
    super(message);
  }
}

package io.github.basetenci.identity;

/**
 * A text cannot be an identity token. The message is the end of a sentence and quotes nothing of
 * the text.
 */
public final class InvalidIdentityTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidIdentityTokenException(String message) {
    super(message);
  }
}

package io.github.basetenci.sandbox;

/** Why an identity token is not exchanged. The message holds nothing of the token. */
final class UntrustedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  UntrustedTokenException(String message) {
    super(message);
  }
}

package io.github.basetenci.sandbox;

/** An identity token is not exchanged. The message tells why, and contains nothing of the token. */
final class UntrustedTokenException extends Exception {
  private static final long serialVersionUID = 1L;

  UntrustedTokenException(String message) {
    super(message);
  }
}

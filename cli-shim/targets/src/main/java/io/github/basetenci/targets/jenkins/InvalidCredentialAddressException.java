package io.github.basetenci.targets.jenkins;

/** Words that name no credential of Jenkins. The message is one sentence with the right form. */
public final class InvalidCredentialAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidCredentialAddressException(String message) {
    super(message);
  }
}

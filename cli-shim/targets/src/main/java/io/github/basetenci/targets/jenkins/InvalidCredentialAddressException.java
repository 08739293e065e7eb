package io.github.basetenci.targets.jenkins;

/**
 * The words of a target name no credential of Jenkins. The message is one sentence that shows the
 * right form.
 */
public final class InvalidCredentialAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidCredentialAddressException(String message) {
    super(message);
  }
}

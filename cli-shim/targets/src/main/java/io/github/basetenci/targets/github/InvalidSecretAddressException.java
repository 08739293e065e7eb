package io.github.basetenci.targets.github;

/**
 * The words of a target name no secret of GitHub. The message is one sentence that shows the right
 * form.
 */
public final class InvalidSecretAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidSecretAddressException(String message) {
    super(message);
  }
}

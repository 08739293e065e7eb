package io.github.basetenci.targets.github;

/** Nothing can be sealed for a public key. The message continues "the public key". */
public final class UnusablePublicKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusablePublicKeyException(String problem) {
    super(problem);
  }
}

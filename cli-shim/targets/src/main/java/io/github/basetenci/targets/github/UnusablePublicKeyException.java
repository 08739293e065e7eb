package io.github.basetenci.targets.github;

/** A public key for which nothing can be sealed. The message continues "the public key". */
public final class UnusablePublicKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusablePublicKeyException(String problem) {
    super(problem);
  }
}

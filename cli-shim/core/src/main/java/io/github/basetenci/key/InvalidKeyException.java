package io.github.basetenci.key;

/** Text that cannot be an API key. The message continues a sentence: "the key ... is empty". */
public final class InvalidKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidKeyException(String predicate) {
    super(predicate);
  }
}

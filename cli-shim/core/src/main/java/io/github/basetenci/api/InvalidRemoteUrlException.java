package io.github.basetenci.api;

/** Text that is no usable remote URL. The message is one sentence. */
public final class InvalidRemoteUrlException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the whole sentence
   */
  public InvalidRemoteUrlException(String message) {
    super(message);
  }
}

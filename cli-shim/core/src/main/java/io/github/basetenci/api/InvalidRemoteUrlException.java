package io.github.basetenci.api;

/** A text that is not a usable remote URL. The message is one sentence. */
public final class InvalidRemoteUrlException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the whole sentence
   */
  public InvalidRemoteUrlException(String message) {
    super(message);
  }
}

package io.github.basetenci.managed;

/** A request was refused. The message is one sentence for the user and contains no key. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence, without any key
   */
  public RefusedException(String message) {
    super(message);
  }
}

package io.github.basetenci.rotation;

import org.jspecify.annotations.Nullable;

/**
 * A place of a rotation (target, holder or journal) that cannot be read or written. The message is
 * one sentence that names the place and says what to do; it holds no key.
 */
public final class PlaceException extends Exception {
  private static final long serialVersionUID = 1L;

  public PlaceException(String message) {
    this(message, null);
  }

  /**
   * @param cause kept for a debugger; its message is never shown
   */
  public PlaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

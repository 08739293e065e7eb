package io.github.basetenci.rotation;

import org.jspecify.annotations.Nullable;

/**
 * What a rotation reads and writes (a target, the storage of the new key or the journal) cannot be
 * read or written. The message is one sentence that names the file or target and says what to do.
 * It contains no key.
 */
public final class RotationIOException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence, without any key
   */
  public RotationIOException(String message) {
    this(message, null);
  }

  /**
   * @param cause kept for a debugger; its message is never shown
   */
  public RotationIOException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

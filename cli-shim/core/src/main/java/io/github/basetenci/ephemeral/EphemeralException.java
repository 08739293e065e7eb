package io.github.basetenci.ephemeral;

import org.jspecify.annotations.Nullable;

/**
 * A key is left on the server that should have been deleted. The message is one sentence that names
 * the key and does not hold it.
 */
public final class EphemeralException extends Exception {
  private static final long serialVersionUID = 1L;

  EphemeralException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

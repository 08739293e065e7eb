package io.github.basetenci.ephemeral;

import org.jspecify.annotations.Nullable;

/** A key is left on the server that should not be: one sentence that names it, without any key. */
public final class EphemeralException extends Exception {
  private static final long serialVersionUID = 1L;

  EphemeralException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

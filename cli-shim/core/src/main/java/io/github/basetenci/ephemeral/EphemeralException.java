package io.github.basetenci.ephemeral;

import org.jspecify.annotations.Nullable;

/**
 * A key that should have been deleted is or may be left on the server. The message is one sentence
 * that contains the key's name and not the key itself.
 */
public final class EphemeralException extends Exception {
  private static final long serialVersionUID = 1L;

  EphemeralException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/** A value from a workflow, its runner or a caller cannot be used. The message is one sentence. */
public final class ToolkitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolkitException(String message) {
    super(message);
  }

  ToolkitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

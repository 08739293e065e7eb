package io.github.basetenci.action.toolkit;

import org.jspecify.annotations.Nullable;

/** What a workflow, its runner or a caller gave cannot be used; the message is one sentence. */
public final class ToolkitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolkitException(String message) {
    super(message);
  }

  ToolkitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

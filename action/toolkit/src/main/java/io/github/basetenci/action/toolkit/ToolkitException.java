package io.github.basetenci.action.toolkit;

/** What a workflow, its runner or a caller gave cannot be used; the message is one sentence. */
public final class ToolkitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolkitException(String message) {
    super(message);
  }

  ToolkitException(String message, Throwable cause) {
    super(message, cause);
  }
}

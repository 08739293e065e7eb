package io.github.basetenci.targets.github;

import org.jspecify.annotations.Nullable;

/**
 * GitHub did not do what was requested. The message is one sentence that also says what to do next.
 * Text of the server in it is neutralised and masked.
 */
public final class GitHubException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  GitHubException(String message, int status) {
    this(message, status, null);
  }

  GitHubException(String message, int status, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The HTTP status, or 0 if there was no answer. */
  public int status() {
    return status;
  }
}

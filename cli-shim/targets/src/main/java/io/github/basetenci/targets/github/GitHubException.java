package io.github.basetenci.targets.github;

import org.jspecify.annotations.Nullable;

/**
 * GitHub did not do what it was asked. The message is one sentence with what to do next; what it
 * quotes of the server is neutralised and masked.
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

  /** The HTTP status, or 0 when there was no answer. */
  public int status() {
    return status;
  }
}

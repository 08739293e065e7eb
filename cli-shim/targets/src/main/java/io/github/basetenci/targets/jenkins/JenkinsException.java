package io.github.basetenci.targets.jenkins;

import org.jspecify.annotations.Nullable;

/**
 * Jenkins did not do what was requested. The message is one sentence that also says what to do
 * next.
 */
public final class JenkinsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  JenkinsException(String message) {
    this(message, 0);
  }

  JenkinsException(String message, int status) {
    super(message);
    this.status = status;
  }

  JenkinsException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** The HTTP status of the answer, or 0 if there was none or if it was right. */
  public int status() {
    return status;
  }
}

package io.github.basetenci.targets.jenkins;

import org.jspecify.annotations.Nullable;

/**
 * Jenkins did not do what was requested. The message is one sentence that also says what to do
 * next.
 */
public final class JenkinsException extends Exception {
  private static final long serialVersionUID = 1L;

  JenkinsException(String message) {
    this(message, null);
  }

  JenkinsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.github.basetenci.auth;

import org.jspecify.annotations.Nullable;

/** A login, logout or look-up that cannot go on: one sentence for the user, without any secret. */
public final class AuthException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it; a command maps it to its exit code. */
  public enum Kind {
    /** The caller asked for something contradictory or incomplete. */
    USAGE,
    /** A value or a file is unusable as it is. */
    INVALID,
    /** Nothing is stored that fits. */
    NOT_LOGGED_IN
  }

  private final Kind kind;

  public AuthException(Kind kind, String message) {
    this(kind, message, null);
  }

  public AuthException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static AuthException usage(String message) {
    return new AuthException(Kind.USAGE, message);
  }

  static AuthException invalid(String message) {
    return new AuthException(Kind.INVALID, message);
  }

  static AuthException notLoggedIn(String message) {
    return new AuthException(Kind.NOT_LOGGED_IN, message);
  }

  public Kind kind() {
    return kind;
  }
}

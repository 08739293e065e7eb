package io.github.basetenci.identity;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a job cannot be had, or is none that could be exchanged. The message is one
 * sentence without the token.
 */
public final class IdentityException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it; a command maps it to its exit code. */
  public enum Kind {
    /** The caller asked for something contradictory or incomplete. */
    USAGE,
    /** There is no token, or one that is unusable as it is. */
    INVALID,
    /** The source did not answer; later it may. */
    UNAVAILABLE
  }

  private final Kind kind;

  private IdentityException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** The caller asked for something contradictory or incomplete. */
  public static IdentityException usage(String message) {
    return new IdentityException(Kind.USAGE, message, null);
  }

  /** There is no token, or one that is unusable as it is. */
  public static IdentityException invalid(String message) {
    return new IdentityException(Kind.INVALID, message, null);
  }

  /** The source did not answer. */
  public static IdentityException unavailable(String message, @Nullable Throwable cause) {
    return new IdentityException(Kind.UNAVAILABLE, message, cause);
  }

  /** What the caller can do about it. */
  public Kind kind() {
    return kind;
  }
}

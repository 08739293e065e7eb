package io.github.basetenci.identity;

import org.jspecify.annotations.Nullable;

/**
 * There is no identity token of the job, or none that can be exchanged. The message is one sentence
 * without the token.
 */
public final class IdentityException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kind of the failure; a command chooses its exit code by it. */
  public enum Kind {
    /** The caller asked for something contradictory or incomplete. */
    USAGE,
    /** There is no token, or the token is unusable. */
    INVALID,
    /** The source did not answer. It may answer later. */
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

  /** There is no token, or the token is unusable. */
  public static IdentityException invalid(String message) {
    return new IdentityException(Kind.INVALID, message, null);
  }

  /** The source did not answer. */
  public static IdentityException unavailable(String message, @Nullable Throwable cause) {
    return new IdentityException(Kind.UNAVAILABLE, message, cause);
  }

  /** The kind of the failure. */
  public Kind kind() {
    return kind;
  }
}

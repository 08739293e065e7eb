package io.github.basetenci.identity;

import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import org.jspecify.annotations.Nullable;

/**
 * There is no identity token of the job, or none that can be exchanged. The message is one sentence
 * without the token.
 */
public final class IdentityException extends Exception implements Advisable {
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

  private final @Nullable Situation situation;

  private IdentityException(
      Kind kind, String message, @Nullable Situation situation, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.situation = situation;
  }

  static IdentityException usage(String fact, Situation situation) {
    return new IdentityException(Kind.USAGE, fact, situation, null);
  }

  static IdentityException invalid(String fact, Situation situation) {
    return new IdentityException(Kind.INVALID, fact, situation, null);
  }

  /** The caller asked for something contradictory or incomplete. */
  public static IdentityException usage(String message) {
    return new IdentityException(Kind.USAGE, message, null, null);
  }

  /** There is no token, or the token is unusable. */
  public static IdentityException invalid(String message) {
    return new IdentityException(Kind.INVALID, message, null, null);
  }

  /** The source did not answer. */
  public static IdentityException unavailable(String message, @Nullable Throwable cause) {
    return new IdentityException(Kind.UNAVAILABLE, message, null, cause);
  }

  /** The kind of the failure. */
  public Kind kind() {
    return kind;
  }

  @Override
  public @Nullable Situation situation() {
    return situation;
  }

  @Override
  public String name() {
    return "";
  }
}

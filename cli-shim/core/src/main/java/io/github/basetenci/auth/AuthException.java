package io.github.basetenci.auth;

import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import org.jspecify.annotations.Nullable;

/**
 * A login, logout or look-up that cannot go on: one sentence for the user, without any secret.
 * Where it has a {@link #situation}, it ends with the {@link io.github.basetenci.text.Advice} of
 * the front end.
 */
public final class AuthException extends Exception implements Advisable {
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
  private final @Nullable Situation situation;
  private final String name;

  /** A failure without a cause. */
  public AuthException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * @param kind what kind of failure it is
   * @param message one clause, without any key
   * @param cause what failed below, or null
   */
  public AuthException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, message, null, "", cause);
  }

  private AuthException(
      Kind kind,
      String message,
      @Nullable Situation situation,
      String name,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.situation = situation;
    this.name = name;
  }

  static AuthException usage(String message) {
    return new AuthException(Kind.USAGE, message);
  }

  static AuthException usage(String fact, Situation situation, String name) {
    return new AuthException(Kind.USAGE, fact, situation, name, null);
  }

  static AuthException invalid(String message) {
    return new AuthException(Kind.INVALID, message);
  }

  static AuthException invalid(String fact, Situation situation, String name) {
    return new AuthException(Kind.INVALID, fact, situation, name, null);
  }

  static AuthException notLoggedIn(String message) {
    return new AuthException(Kind.NOT_LOGGED_IN, message);
  }

  static AuthException notLoggedIn(String fact, Situation situation, String name) {
    return new AuthException(Kind.NOT_LOGGED_IN, fact, situation, name, null);
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }

  @Override
  public @Nullable Situation situation() {
    return situation;
  }

  @Override
  public String name() {
    return name;
  }
}

package io.github.basetenci.auth;

import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import org.jspecify.annotations.Nullable;

/**
 * A login, logout or look-up failed. The message is one sentence for the user, without any secret.
 * For a failure with a {@link #situation}, the {@link io.github.basetenci.text.Advice} of the front
 * end gives the end of the sentence.
 */
public final class AuthException extends Exception implements Advisable {
  private static final long serialVersionUID = 1L;

  /** The kinds of failures. A command has an exit code for each kind. */
  public enum Kind {
    /** The request is contradictory or incomplete. */
    USAGE,
    /** A value or a file is unusable. */
    INVALID,
    /** No matching login is stored. */
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
   * @param cause the cause of the failure, or null
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

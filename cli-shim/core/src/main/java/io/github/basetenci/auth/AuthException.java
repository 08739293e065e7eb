package io.github.basetenci.auth;

import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    NOT_LOGGED_IN,
    /** The server refuses the identity of this job. */
    REFUSED
  }

  /**
   * What is known about the refusal of an identity token. All lines are safe to print.
   *
   * @param claims what the token says, one claim a line
   * @param causes causes that fit, most likely first, each a sentence
   * @param conditions the condition of a trust rule that lets this job in; empty where the token
   *     does not say enough
   */
  public record Refusal(List<String> claims, List<String> causes, List<String> conditions) {
    public Refusal {
      claims = List.copyOf(claims);
      causes = List.copyOf(causes);
      conditions = List.copyOf(conditions);
    }

    /** All of it, for a user. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      add(lines, "The identity token says:", "  ", claims);
      add(lines, "Possible causes:", "  - ", causes);
      add(lines, "A trust rule that lets this job in has the condition:", "  ", conditions);
      return lines;
    }

    private static void add(List<String> lines, String title, String indent, List<String> entries) {
      if (!entries.isEmpty()) {
        lines.add(title);
        entries.forEach(entry -> lines.add(indent + entry));
      }
    }

    /** How much is known. */
    @Override
    public String toString() {
      return claims.size() + " claims and " + causes.size() + " causes";
    }
  }

  private final Kind kind;
  private final @Nullable Situation situation;
  private final String name;
  private final transient @Nullable Refusal refusal;

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
    this(kind, message, null, "", null, cause);
  }

  private AuthException(
      Kind kind,
      String message,
      @Nullable Situation situation,
      String name,
      @Nullable Refusal refusal,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.situation = situation;
    this.name = name;
    this.refusal = refusal;
  }

  static AuthException usage(String message) {
    return new AuthException(Kind.USAGE, message);
  }

  static AuthException usage(String fact, Situation situation, String name) {
    return new AuthException(Kind.USAGE, fact, situation, name, null, null);
  }

  static AuthException invalid(String message) {
    return new AuthException(Kind.INVALID, message);
  }

  static AuthException invalid(String fact, Situation situation, String name) {
    return new AuthException(Kind.INVALID, fact, situation, name, null, null);
  }

  static AuthException notLoggedIn(String message) {
    return new AuthException(Kind.NOT_LOGGED_IN, message);
  }

  static AuthException notLoggedIn(String fact, Situation situation, String name) {
    return new AuthException(Kind.NOT_LOGGED_IN, fact, situation, name, null, null);
  }

  static AuthException refused(String message, Refusal refusal, Throwable cause) {
    return new AuthException(Kind.REFUSED, message, null, "", refusal, cause);
  }

  /** The failure of a source of identity tokens. */
  public static AuthException of(IdentityException e) {
    return new AuthException(
        e.kind() == IdentityException.Kind.USAGE ? Kind.USAGE : Kind.INVALID,
        String.valueOf(e.getMessage()),
        e.situation(),
        e.name(),
        null,
        e);
  }

  /** What is known about a refused identity token; empty for every other failure. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
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

package io.github.basetenci.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * From when to when an access token lives, by the clock of this machine.
 *
 * @param begin when the token was asked for
 * @param end when it ends
 */
public record TokenLife(Instant begin, Instant end) {
  /**
   * The shortest life with which truss can be kept logged in. Truss uses no token in its last
   * minute; half a minute more is for the renewal itself, which begins at half of the life.
   */
  public static final Duration SHORTEST_FOR_TRUSS = Duration.ofSeconds(180);

  /** How long the token lives. */
  public Duration length() {
    return Duration.between(begin, end);
  }

  /**
   * When the next token is due: at half of the life. With a life that is long enough for truss this
   * is never later than 90 seconds before its end.
   */
  public Instant renewal() {
    return begin.plus(length().dividedBy(2));
  }

  /**
   * Refuses a life that is too short for truss.
   *
   * @throws AuthException if it is below {@link #SHORTEST_FOR_TRUSS}
   */
  public void checkForTruss() throws AuthException {
    checkForTruss(length());
  }

  /**
   * Refuses a life that is too short for truss.
   *
   * @param life the life of an access token
   * @throws AuthException if it is below {@link #SHORTEST_FOR_TRUSS}
   */
  public static void checkForTruss(Duration life) throws AuthException {
    if (life.compareTo(SHORTEST_FOR_TRUSS) < 0) {
      throw AuthException.invalid(
          "an access token that lives "
              + life.toSeconds()
              + " s is too short for truss, which uses none in its last 60 s; it needs "
              + SHORTEST_FOR_TRUSS.toSeconds()
              + " s or more, which the trust rule must allow");
    }
  }
}

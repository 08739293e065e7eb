package io.github.basetenci.key;

import java.time.Duration;
import java.time.Instant;

/**
 * The tokens of a login by browser. A refresh token works once, so only one file may have it: a
 * copy of it is worthless as soon as one of the two is used.
 *
 * @param access the token that requests send
 * @param refresh the token that is exchanged for the next pair
 * @param expires when the access token ends, by the clock of this machine; {@link #NEVER} if its
 *     store says that it does not
 */
public record OAuthSession(AccessToken access, OAuthGrant refresh, Instant expires) {
  /** The end of an access token of which no end is known. Such a token is never refreshed. */
  public static final Instant NEVER = Instant.MAX;

  /**
   * Whether the access token is to be replaced before it is used.
   *
   * @param now the current time
   * @param leeway how long before its end the access token is used no more
   */
  public boolean isDue(Instant now, Duration leeway) {
    return !now.plus(leeway).isBefore(expires);
  }
}

package io.github.basetenci.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What a store tells about OAuth tokens that stand in it, without the tokens.
 *
 * @param expires when the access token ends; empty if the store does not say it, or says never
 * @param renewable whether there is a refresh token, with which the tool gets the next access token
 */
public record OAuthTokens(Optional<Instant> expires, boolean renewable) {
  /** Whether the access token has ended at the given time. */
  public boolean expiredAt(Instant time) {
    return expires.isPresent() && !time.isBefore(expires.get());
  }
}

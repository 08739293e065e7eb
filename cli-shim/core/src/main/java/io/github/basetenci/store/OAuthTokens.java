package io.github.basetenci.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Facts about the OAuth tokens in a store, without the tokens.
 *
 * @param expires when the access token expires; empty if the store gives no time, or says that it
 *     never expires
 * @param renewable whether there is a refresh token; the tool uses it to get the next access token
 */
public record OAuthTokens(Optional<Instant> expires, boolean renewable) {
  /** Whether the access token has expired at the given time. */
  public boolean expiredAt(Instant time) {
    return expires.isPresent() && !time.isBefore(expires.get());
  }
}

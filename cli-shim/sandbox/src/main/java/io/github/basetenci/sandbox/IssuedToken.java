package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * An access token that the sandbox issued for an identity token.
 *
 * @param value the token
 * @param trustRule the id of the trust rule
 * @param serviceAccount the name of the service account that the token acts as
 * @param issued when the token was issued
 * @param expires when the token expires
 */
public record IssuedToken(
    String value, String trustRule, String serviceAccount, Instant issued, Instant expires) {
  /** Does not show the token. */
  @Override
  public String toString() {
    return "an access token until " + expires;
  }
}

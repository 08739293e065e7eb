package io.github.basetenci.sandbox;

import java.time.Instant;

/**
 * An access token that the sandbox gave for an identity token.
 *
 * @param value the token
 * @param trustRule the id of the rule
 * @param serviceAccount the name of the account that it acts as
 * @param issued when it was given
 * @param expires when it ends
 */
public record IssuedToken(
    String value, String trustRule, String serviceAccount, Instant issued, Instant expires) {
  /** Not the token. */
  @Override
  public String toString() {
    return "an access token until " + expires;
  }
}

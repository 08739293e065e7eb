package io.github.basetenci.identity;

import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether an identity token could be exchanged, before the token is sent. The signature is
 * not checked here; the server checks it.
 */
public final class TokenCheck {
  /**
   * Clocks that are synchronized differ by less than this. Baseten's own limit is not documented.
   */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

  private final InstantSource clock;

  /**
   * @param clock the clock of this machine
   */
  public TokenCheck(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Refuses a token that no server would accept.
   *
   * @param audience the audience that the token's {@code aud} must be or contain
   * @return sentences that the user should know, safe to print
   * @throws IdentityException if the token is for another audience, or has expired
   */
  public List<String> check(IdentityToken token, String audience, String source)
      throws IdentityException {
    Claims claims = token.claims();
    if (!claims.audiences().contains(audience)) {
      throw IdentityException.invalid(
          "the identity token from "
              + source
              + claims
                  .shown("aud")
                  .map(aud -> " is for the audience '" + aud + "'")
                  .orElse(" is for no audience")
              + ", not for '"
              + Neutralizer.line(audience)
              + "'; it was not sent");
    }
    Instant now = clock.instant();
    Optional<Instant> expires = claims.expires();
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw IdentityException.invalid(
          "the identity token from "
              + source
              + " expired "
              + Duration.between(expires.get(), now).toSeconds()
              + " s ago by the clock of this machine; it was not sent");
    }
    List<String> warnings = new ArrayList<>();
    Instant soon = now.plus(CLOCK_SKEW);
    if (claims.issued().filter(soon::isBefore).isPresent()
        || claims.notBefore().filter(soon::isBefore).isPresent()) {
      warnings.add(
          "the identity token from "
              + source
              + " begins in the future by the clock of this machine; check the clock");
    }
    return List.copyOf(warnings);
  }
}

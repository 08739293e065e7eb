package io.github.basetenci.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A trust rule that exists when the sandbox starts. Its identity provider is made of the issuer. So
 * is its service account, with full access to the default team, if {@link
 * SandboxOptions#withServiceAccount} made none of that name.
 *
 * @param name its name
 * @param id its id, which an exchange names as {@code audience}; null for a new one
 * @param issuer whose tokens it accepts
 * @param condition what a token's claims must meet
 * @param audience what a token's {@code aud} must be or contain
 * @param serviceAccount the name of the account that the tokens act as
 * @param longest how long an access token lives at most, a minute to an hour
 */
public record SeedRule(
    String name,
    @Nullable String id,
    String issuer,
    String condition,
    String audience,
    String serviceAccount,
    Duration longest) {

  /** A rule with a new id and the longest lifetime, an hour. */
  public static SeedRule of(
      String name, String issuer, String condition, String audience, String serviceAccount) {
    return new SeedRule(
        name,
        null,
        issuer,
        condition,
        audience,
        serviceAccount,
        Duration.ofSeconds(TrustRuleEndpoints.LONGEST_LIFETIME));
  }

  public SeedRule withId(String newId) {
    return new SeedRule(name, newId, issuer, condition, audience, serviceAccount, longest);
  }

  public SeedRule withLongest(Duration lifetime) {
    return new SeedRule(name, id, issuer, condition, audience, serviceAccount, lifetime);
  }

  @Override
  public String toString() {
    return "the trust rule " + name;
  }
}

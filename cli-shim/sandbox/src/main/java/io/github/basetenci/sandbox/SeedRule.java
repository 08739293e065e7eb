package io.github.basetenci.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A trust rule that exists when the sandbox starts. If the issuer has no identity provider yet, one
 * is created. If {@link SandboxOptions#withServiceAccount} added no service account of that name,
 * an account with full access to the default team is created.
 *
 * @param name its name
 * @param id its id, which an exchange gives as {@code audience}; null for a new id
 * @param issuer the issuer of the tokens that the rule accepts
 * @param condition the condition that the claims of a token must meet
 * @param audience the audience that a token's {@code aud} must be or contain
 * @param serviceAccount the name of the service account that the access tokens act as
 * @param longest the maximum lifetime of an access token, from a minute to an hour
 */
public record SeedRule(
    String name,
    @Nullable String id,
    String issuer,
    String condition,
    String audience,
    String serviceAccount,
    Duration longest) {

  /** A rule with a new id and the longest possible lifetime of an hour. */
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

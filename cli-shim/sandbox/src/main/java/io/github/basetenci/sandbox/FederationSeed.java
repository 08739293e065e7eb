package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Federation.IdentityProvider;
import io.github.basetenci.sandbox.Federation.ServiceAccount;
import io.github.basetenci.sandbox.Federation.TrustRule;
import io.github.basetenci.sandbox.Workspace.Team;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Fills the federation with the entries that the sandbox starts with. The entries must pass the
 * checks of the API.
 */
final class FederationSeed {
  private final Federation federation;
  private final Workspace workspace;

  FederationSeed(Federation federation, Workspace workspace) {
    this.federation = federation;
    this.workspace = workspace;
  }

  /**
   * Adds issuers, accounts and rules, in this order.
   *
   * @throws IllegalArgumentException for an entry that the API would refuse
   */
  void plant(FederationOptions options) {
    options.issuers().forEach((issuer, keys) -> federation.publish(issuer, KeySet.parse(keys)));
    options.accounts().forEach(this::plant);
    options.rules().forEach(this::plant);
  }

  private void plant(SeedAccount seed) {
    Team team = seed.team() == null ? null : workspace.teamNamed(seed.team());
    if (seed.team() != null && team == null) {
      throw new IllegalArgumentException("the sandbox has no team " + seed.team());
    }
    if (!ServiceAccountEndpoints.fits(seed.preset(), team)) {
      throw new IllegalArgumentException(
          "the service account " + seed.name() + " cannot have the preset " + seed.preset());
    }
    if (account(seed.name()) != null) {
      throw new IllegalArgumentException("two service accounts have the name " + seed.name());
    }
    federation.addAccount(seed.name(), seed.preset(), team, null);
  }

  private void plant(SeedRule seed) {
    Duration longest = seed.longest();
    if (longest.toSeconds() < TrustRuleEndpoints.SHORTEST_LIFETIME
        || longest.toSeconds() > TrustRuleEndpoints.LONGEST_LIFETIME) {
      throw new IllegalArgumentException(
          "the lifetime of a token of the rule " + seed.name() + " is a minute to an hour");
    }
    if (federation.rule(rule -> isTaken(rule, seed)) != null) {
      throw new IllegalArgumentException(
          "two trust rules have the name or the id of the rule " + seed.name());
    }
    ServiceAccount known = account(seed.serviceAccount());
    ServiceAccount account =
        known == null
            ? federation.addAccount(
                seed.serviceAccount(), KeyType.WORKSPACE_MANAGE_ALL, workspace.defaultTeam(), null)
            : known;
    IdentityProvider provider = provider(seed.issuer());
    federation.addRule(
        seed.id(),
        workspace.admin().id(),
        provider,
        new TrustRule.Terms(
            seed.name(), null, account, condition(provider, seed), seed.audience(), longest));
  }

  private static boolean isTaken(TrustRule rule, SeedRule seed) {
    return rule.terms.name().equals(seed.name()) || rule.id.equals(seed.id());
  }

  private static Condition condition(IdentityProvider provider, SeedRule seed) {
    try {
      Condition condition = Condition.parse(seed.condition());
      provider.kind().check(condition);
      return condition;
    } catch (InvalidConditionException e) {
      throw new IllegalArgumentException(
          "the condition of the trust rule " + seed.name() + ": " + e.getMessage(), e);
    }
  }

  private @Nullable ServiceAccount account(String name) {
    return federation.account(account -> account.name.equals(name));
  }

  private IdentityProvider provider(String issuer) {
    IdentityProvider known = federation.provider(provider -> provider.issuer().equals(issuer));
    if (known != null) {
      return known;
    }
    PredefinedProvider kind = PredefinedProvider.of(issuer);
    String name =
        kind.fixedIssuer() == null ? kind.displayName() + " " + issuer : kind.displayName();
    return federation.addProvider(kind, issuer, name, null, workspace.admin().id());
  }
}

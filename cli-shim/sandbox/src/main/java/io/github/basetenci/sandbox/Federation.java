package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Workspace.Team;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Identity providers, service accounts and trust rules, and the key sets of all issuers that there
 * are: the sandbox asks nobody. Its users hold the sandbox's lock.
 */
final class Federation {
  private final Keys keys;
  private final Clock clock;
  private final Map<String, KeySet> issuers = new LinkedHashMap<>();
  private final List<IdentityProvider> providers = new ArrayList<>();
  private final List<ServiceAccount> accounts = new ArrayList<>();
  private final List<TrustRule> rules = new ArrayList<>();

  Federation(Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Gives an issuer this key set in place of the one it had. */
  void publish(String issuer, KeySet keySet) {
    issuers.put(issuer, keySet);
  }

  /** What the issuer publishes, or null if nothing can be fetched from it. */
  @Nullable KeySet keySet(String issuer) {
    return issuers.get(issuer);
  }

  /** The issuers that have keys. */
  List<String> issuers() {
    return List.copyOf(issuers.keySet());
  }

  List<IdentityProvider> providers() {
    return providers;
  }

  List<ServiceAccount> accounts() {
    return accounts;
  }

  List<TrustRule> rules() {
    return rules;
  }

  @Nullable IdentityProvider provider(Predicate<IdentityProvider> wanted) {
    return providers.stream().filter(wanted).findFirst().orElse(null);
  }

  @Nullable ServiceAccount account(Predicate<ServiceAccount> wanted) {
    return accounts.stream().filter(wanted).findFirst().orElse(null);
  }

  @Nullable TrustRule rule(Predicate<TrustRule> wanted) {
    return rules.stream().filter(wanted).findFirst().orElse(null);
  }

  IdentityProvider addProvider(
      PredefinedProvider kind,
      String issuer,
      String name,
      @Nullable String description,
      String creator) {
    IdentityProvider provider =
        new IdentityProvider(
            keys.word(8), kind, issuer, name, description, creator, clock.instant());
    providers.add(provider);
    return provider;
  }

  ServiceAccount addAccount(
      String name, KeyType preset, @Nullable Team team, @Nullable String description) {
    ServiceAccount account = new ServiceAccount(keys.word(8), team, clock.instant(), name, preset);
    account.description = description;
    accounts.add(account);
    return account;
  }

  /** Adds a rule; its id is the given one, or a new one. */
  TrustRule addRule(
      @Nullable String id, String creator, IdentityProvider provider, TrustRule.Terms terms) {
    TrustRule rule =
        new TrustRule(id == null ? keys.word(8) : id, provider, creator, clock.instant(), terms);
    rules.add(rule);
    return rule;
  }

  /** A token issuer that the organization trusts. */
  record IdentityProvider(
      String id,
      PredefinedProvider kind,
      String issuer,
      String name,
      @Nullable String description,
      String creator,
      Instant created) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An identity that is no person. */
  static final class ServiceAccount {
    final String id;
    final @Nullable Team team;
    final Instant created;
    String name;
    @Nullable String description;

    /** What it may do, as a key of this type may. */
    KeyType preset;

    boolean disabled;
    Instant updated;

    ServiceAccount(String id, @Nullable Team team, Instant created, String name, KeyType preset) {
      this.id = id;
      this.team = team;
      this.created = created;
      this.name = name;
      this.preset = preset;
      updated = created;
    }
  }

  /** Which tokens of a provider may act as which service account. */
  static final class TrustRule {
    final String id;
    final IdentityProvider provider;
    final String creator;
    final Instant created;
    Terms terms;
    Instant updated;

    TrustRule(String id, IdentityProvider provider, String creator, Instant created, Terms terms) {
      this.id = id;
      this.provider = provider;
      this.creator = creator;
      this.created = created;
      this.terms = terms;
      updated = created;
    }

    /**
     * What can be changed of a rule.
     *
     * @param longest how long a token of the rule lives at most
     */
    record Terms(
        String name,
        @Nullable String description,
        ServiceAccount account,
        Condition condition,
        String audience,
        Duration longest) {
      @Override
      public String toString() {
        return name;
      }
    }
  }
}

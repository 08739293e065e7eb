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
 * The identity providers, service accounts and trust rules, and the key sets of all issuers. The
 * sandbox never fetches a key set from the network. Callers must hold the lock of the sandbox.
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

  /** Sets the key set of an issuer, and replaces an earlier one. */
  void publish(String issuer, KeySet keySet) {
    issuers.put(issuer, keySet);
  }

  /** The key set of the issuer, or null if the sandbox has none for it. */
  @Nullable KeySet keySet(String issuer) {
    return issuers.get(issuer);
  }

  /** The issuers that have a key set. */
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

  /** Adds a rule with the given id, or with a new id if it is null. */
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

  /** An identity for programs. */
  static final class ServiceAccount {
    final String id;
    final @Nullable Team team;
    final Instant created;
    String name;
    @Nullable String description;

    /** The account may do what a key of this type may do. */
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

  /** A rule that lets certain tokens of a provider act as a service account. */
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
     * The parts of a rule that can be changed.
     *
     * @param longest the maximum lifetime of an access token
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

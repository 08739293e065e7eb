package io.github.basetenci.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The workload identity federation that a sandbox starts with.
 *
 * @param issuers the issuers, each with its key set as JSON
 * @param accounts service accounts
 * @param rules trust rules
 * @param exchange how the sandbox treats tokens
 */
record FederationOptions(
    Map<String, String> issuers,
    List<SeedAccount> accounts,
    List<SeedRule> rules,
    ExchangeOptions exchange) {
  FederationOptions {
    issuers = Map.copyOf(issuers);
    accounts = List.copyOf(accounts);
    rules = List.copyOf(rules);
  }

  static FederationOptions defaults() {
    return new FederationOptions(Map.of(), List.of(), List.of(), ExchangeOptions.defaults());
  }

  FederationOptions withIssuer(String issuer, String keySet) {
    Map<String, String> more = new LinkedHashMap<>(issuers);
    more.put(issuer, keySet);
    return new FederationOptions(more, accounts, rules, exchange);
  }

  FederationOptions withAccount(SeedAccount account) {
    return new FederationOptions(issuers, plus(accounts, account), rules, exchange);
  }

  FederationOptions withRule(SeedRule rule) {
    return new FederationOptions(issuers, accounts, plus(rules, rule), exchange);
  }

  FederationOptions withExchange(ExchangeOptions options) {
    return new FederationOptions(issuers, accounts, rules, options);
  }

  /** Does not show the key sets, because they are long. */
  @Override
  public String toString() {
    return accounts + " " + rules + " " + exchange;
  }

  private static <T> List<T> plus(List<T> list, T element) {
    List<T> more = new ArrayList<>(list);
    more.add(element);
    return more;
  }
}

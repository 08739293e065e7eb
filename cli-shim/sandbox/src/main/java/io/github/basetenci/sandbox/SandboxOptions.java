package io.github.basetenci.sandbox;

import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a sandbox.
 *
 * @param port the port on 127.0.0.1, 0 for any free port
 * @param workspace the name of the workspace
 * @param clock the clock for creation times and the age of tokens
 * @param keys keys to start with, in addition to the random key of each type
 * @param keyRules which keys can be created
 * @param tokens the options for tokens
 * @param log gets a line of JSON for each request, or null
 */
public record SandboxOptions(
    int port,
    String workspace,
    Clock clock,
    List<SeedKey> keys,
    KeyRules keyRules,
    Tokens tokens,
    @Nullable Writer log) {

  /**
   * The options for tokens.
   *
   * @param pollInterval the time between two polls that the device flow asks for, in whole seconds
   * @param oauthLifetime the lifetime of an OAuth access token
   * @param federation issuers, service accounts, trust rules, and the options for their tokens
   */
  public record Tokens(
      Duration pollInterval, Duration oauthLifetime, FederationOptions federation) {}

  /**
   * Which keys can be created.
   *
   * @param duplicateNameStatus the status for a key name that is taken; the status of the real
   *     server is not documented, and 400 and 409 are both likely
   * @param allowed which keys the organization allows
   */
  public record KeyRules(int duplicateNameStatus, NewKeys allowed) {}

  public SandboxOptions {
    keys = List.copyOf(keys);
  }

  /**
   * A free port, a workspace named {@code Sandbox}, the clock of the system, status 400 for a name
   * that is taken, polls every second, a lifetime of one hour, and no log.
   */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        "Sandbox",
        Clock.systemUTC(),
        List.of(),
        new KeyRules(400, NewKeys.ALLOWED),
        new Tokens(Duration.ofSeconds(1), Duration.ofHours(1), FederationOptions.defaults()),
        null);
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, workspace, clock, keys, keyRules, tokens, log);
  }

  public SandboxOptions withWorkspace(String name) {
    return new SandboxOptions(port, name, clock, keys, keyRules, tokens, log);
  }

  public SandboxOptions withClock(Clock newClock) {
    return new SandboxOptions(port, workspace, newClock, keys, keyRules, tokens, log);
  }

  /** Adds a key; see {@link SeedKey}. */
  public SandboxOptions withKey(
      String fullKey, KeyType type, @Nullable String team, @Nullable String name) {
    List<SeedKey> more = new ArrayList<>(keys);
    more.add(new SeedKey(fullKey, type, team, name));
    return new SandboxOptions(port, workspace, clock, more, keyRules, tokens, log);
  }

  public SandboxOptions withDuplicateNameStatus(int status) {
    return new SandboxOptions(
        port, workspace, clock, keys, new KeyRules(status, keyRules.allowed()), tokens, log);
  }

  /** Sets which keys the organization allows to be created. */
  public SandboxOptions withNewKeys(NewKeys allowed) {
    KeyRules rules = new KeyRules(keyRules.duplicateNameStatus(), allowed);
    return new SandboxOptions(port, workspace, clock, keys, rules, tokens, log);
  }

  public SandboxOptions withTokens(Duration newPollInterval, Duration newTokenLifetime) {
    return withTokens(new Tokens(newPollInterval, newTokenLifetime, tokens.federation()));
  }

  public SandboxOptions withLog(Writer newLog) {
    return new SandboxOptions(port, workspace, clock, keys, keyRules, tokens, newLog);
  }

  /**
   * Adds an issuer. The sandbox uses this key set and fetches none from the network. An issuer that
   * Baseten does not list becomes a predefined provider of this sandbox.
   *
   * @param keySet its key set as JSON (RFC 7517)
   */
  public SandboxOptions withIssuer(String issuer, String keySet) {
    return withFederation(tokens.federation().withIssuer(issuer, keySet));
  }

  /** Adds an issuer of tests. */
  public SandboxOptions withIssuer(TestIssuer issuer) {
    return withIssuer(issuer.issuer(), issuer.keySet());
  }

  /** Adds a service account; see {@link SeedAccount}. */
  public SandboxOptions withServiceAccount(String name, KeyType preset, @Nullable String team) {
    return withFederation(tokens.federation().withAccount(new SeedAccount(name, preset, team)));
  }

  /** Adds a trust rule, and an identity provider of its issuer if there is none yet. */
  public SandboxOptions withTrustRule(SeedRule rule) {
    return withFederation(tokens.federation().withRule(rule));
  }

  /** Sets the options for identity tokens and access tokens. */
  public SandboxOptions withExchange(ExchangeOptions exchange) {
    return withFederation(tokens.federation().withExchange(exchange));
  }

  private SandboxOptions withFederation(FederationOptions federation) {
    return withTokens(new Tokens(tokens.pollInterval(), tokens.oauthLifetime(), federation));
  }

  private SandboxOptions withTokens(Tokens newTokens) {
    return new SandboxOptions(port, workspace, clock, keys, keyRules, newTokens, log);
  }
}

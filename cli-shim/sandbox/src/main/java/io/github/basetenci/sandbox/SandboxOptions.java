package io.github.basetenci.sandbox;

import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox starts.
 *
 * @param port the port on 127.0.0.1, 0 for any free one
 * @param workspace the name of the workspace
 * @param clock tells creation times and the age of tokens
 * @param keys keys to start with, in addition to the random one of each type
 * @param duplicateNameStatus the status for a key name that is taken: what the real server sends is
 *     not documented, 400 and 409 are both likely
 * @param tokens what is done with tokens
 * @param log where a line of JSON for each request goes, or null
 */
public record SandboxOptions(
    int port,
    String workspace,
    Clock clock,
    List<SeedKey> keys,
    int duplicateNameStatus,
    Tokens tokens,
    @Nullable Writer log) {

  /**
   * What is done with tokens.
   *
   * @param pollInterval how long a device is told to wait between two questions, in whole seconds
   * @param oauthLifetime how long an OAuth access token works
   * @param federation issuers, service accounts, trust rules, and what is done with their tokens
   */
  public record Tokens(
      Duration pollInterval, Duration oauthLifetime, FederationOptions federation) {}

  public SandboxOptions {
    keys = List.copyOf(keys);
  }

  /** A free port, a workspace named {@code Sandbox}, the system's clock, 400, 1 s, 1 h, no log. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        "Sandbox",
        Clock.systemUTC(),
        List.of(),
        400,
        new Tokens(Duration.ofSeconds(1), Duration.ofHours(1), FederationOptions.defaults()),
        null);
  }

  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, workspace, clock, keys, duplicateNameStatus, tokens, log);
  }

  public SandboxOptions withWorkspace(String name) {
    return new SandboxOptions(port, name, clock, keys, duplicateNameStatus, tokens, log);
  }

  public SandboxOptions withClock(Clock newClock) {
    return new SandboxOptions(port, workspace, newClock, keys, duplicateNameStatus, tokens, log);
  }

  /** Adds a key; see {@link SeedKey}. */
  public SandboxOptions withKey(
      String fullKey, KeyType type, @Nullable String team, @Nullable String name) {
    List<SeedKey> more = new ArrayList<>(keys);
    more.add(new SeedKey(fullKey, type, team, name));
    return new SandboxOptions(port, workspace, clock, more, duplicateNameStatus, tokens, log);
  }

  public SandboxOptions withDuplicateNameStatus(int status) {
    return new SandboxOptions(port, workspace, clock, keys, status, tokens, log);
  }

  public SandboxOptions withTokens(Duration newPollInterval, Duration newTokenLifetime) {
    return withTokens(new Tokens(newPollInterval, newTokenLifetime, tokens.federation()));
  }

  public SandboxOptions withLog(Writer newLog) {
    return new SandboxOptions(port, workspace, clock, keys, duplicateNameStatus, tokens, newLog);
  }

  /**
   * Lets an issuer exist, whose keys can be fetched; nothing else can be. An issuer that Baseten
   * does not list becomes a predefined provider of this sandbox.
   *
   * @param keySet its key set as JSON (RFC 7517)
   */
  public SandboxOptions withIssuer(String issuer, String keySet) {
    return withFederation(tokens.federation().withIssuer(issuer, keySet));
  }

  /** Lets an issuer of tests exist. */
  public SandboxOptions withIssuer(TestIssuer issuer) {
    return withIssuer(issuer.issuer(), issuer.keySet());
  }

  /** Adds a service account; see {@link SeedAccount}. */
  public SandboxOptions withServiceAccount(String name, KeyType preset, @Nullable String team) {
    return withFederation(tokens.federation().withAccount(new SeedAccount(name, preset, team)));
  }

  /** Adds a trust rule, and its identity provider where there is none of the issuer. */
  public SandboxOptions withTrustRule(SeedRule rule) {
    return withFederation(tokens.federation().withRule(rule));
  }

  /** What is done with identity tokens and access tokens. */
  public SandboxOptions withExchange(ExchangeOptions exchange) {
    return withFederation(tokens.federation().withExchange(exchange));
  }

  private SandboxOptions withFederation(FederationOptions federation) {
    return withTokens(new Tokens(tokens.pollInterval(), tokens.oauthLifetime(), federation));
  }

  private SandboxOptions withTokens(Tokens newTokens) {
    return new SandboxOptions(port, workspace, clock, keys, duplicateNameStatus, newTokens, log);
  }
}

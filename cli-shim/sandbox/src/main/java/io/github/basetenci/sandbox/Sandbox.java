package io.github.basetenci.sandbox;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Baseten look-alike on 127.0.0.1: a part of the management API, the GraphQL question
 * of {@code truss whoami}, the OAuth device flow, and workload identity federation, all below one
 * address. It starts with two teams, an admin, and one random key of each {@link KeyType}, and can
 * be told to fail.
 *
 * <p>What the real server does where its documentation is silent is a choice of the sandbox.
 */
public final class Sandbox implements AutoCloseable {
  /** The name of the default team. */
  public static final String DEFAULT_TEAM = Workspace.DEFAULT_TEAM;

  /** The name of the other team. */
  public static final String SECOND_TEAM = Workspace.SECOND_TEAM;

  private final Object stateLock = new Object();
  private final Workspace workspace;
  private final DeviceFlow deviceFlow;
  private final Federation federation;
  private final AccessTokens tokens;
  private final TokenExchange exchange;
  private final Faults faults = new Faults();
  private final RequestLog log;
  private final LoopbackServer server;

  private Sandbox(SandboxOptions options) throws IOException {
    Keys keys = new Keys();
    workspace = new Workspace(options.workspace(), keys, options.clock());
    seed(options.keys(), keys);
    deviceFlow =
        new DeviceFlow(
            workspace,
            keys,
            options.clock(),
            options.tokens().pollInterval(),
            options.tokens().oauthLifetime());
    log = new RequestLog(options.log());
    federation = new Federation(keys, options.clock());
    new FederationSeed(federation, workspace).plant(options.tokens().federation());
    tokens = new AccessTokens(keys, options.clock());
    exchange =
        new TokenExchange(
            federation, tokens, options.clock(), options.tokens().federation().exchange());

    int duplicateNameStatus = options.duplicateNameStatus();
    Access access =
        new Access(workspace, deviceFlow, tokens, options.tokens().federation().exchange());
    Router product = new Router();
    new UserEndpoints(workspace, access).addTo(product);
    new KeyEndpoints(workspace, access, keys, duplicateNameStatus).addTo(product);
    new SecretEndpoints(workspace, access, keys, options.clock()).addTo(product);
    new IdentityProviderEndpoints(federation, access, duplicateNameStatus).addTo(product);
    new ServiceAccountEndpoints(federation, workspace, access, options.clock(), duplicateNameStatus)
        .addTo(product);
    new TrustRuleEndpoints(federation, access, options.clock(), duplicateNameStatus).addTo(product);
    deviceFlow.addTo(product);
    exchange.addTo(product);
    Router control = new Router();
    new ControlEndpoints(faults, log, deviceFlow, federation, exchange).addTo(control);

    server =
        new LoopbackServer(
            options.port(),
            new Dispatcher(product, control, faults, log, options.clock(), new Known(), stateLock));
    deviceFlow.reachedAt(url().toString());
    server.start();
  }

  /**
   * Starts a sandbox.
   *
   * @throws IOException if the port is taken
   */
  public static Sandbox start(SandboxOptions options) throws IOException {
    return new Sandbox(options);
  }

  /** Starts a sandbox on a free port. */
  public static Sandbox start() throws IOException {
    return start(SandboxOptions.defaults());
  }

  /** {@code http://127.0.0.1:PORT}, the address of the REST API and of the remote alike. */
  public URI url() {
    return server.url();
  }

  /**
   * The whole key of this type with which the sandbox started; team keys are the default team's.
   */
  public String key(KeyType type) {
    synchronized (stateLock) {
      return workspace.keys().stream()
          .filter(key -> key.type() == type && type.seedName().equals(key.name()))
          .map(Workspace.Key::full)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the first key of its type was deleted"));
    }
  }

  /** Whether the key exists and is not revoked. */
  public boolean accepts(String fullKey) {
    synchronized (stateLock) {
      return workspace.key(fullKey) != null;
    }
  }

  /** The names of all unrevoked keys that have one, in the order of their creation. */
  public List<String> keyNames() {
    synchronized (stateLock) {
      return workspace.keys().stream().map(Workspace.Key::name).filter(Objects::nonNull).toList();
    }
  }

  /**
   * The id of the team of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String teamId(String name) {
    synchronized (stateLock) {
      return team(name).id();
    }
  }

  /** The value of a secret, which no client can read back; null if there is none. */
  public @Nullable String secretValue(String team, String name) {
    synchronized (stateLock) {
      return workspace.secrets().stream()
          .filter(secret -> secret.is(team(team), name))
          .map(Workspace.Secret::value)
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * The id of the trust rule of that name, which an exchange names as {@code audience}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String trustRuleId(String name) {
    synchronized (stateLock) {
      Federation.TrustRule rule = federation.rule(each -> each.terms.name().equals(name));
      if (rule == null) {
        throw new IllegalArgumentException("the sandbox has no trust rule " + name);
      }
      return rule.id;
    }
  }

  /** Gives an issuer this key set (RFC 7517) in place of the one it had. */
  public void publishKeys(String issuer, String keySet) {
    synchronized (stateLock) {
      federation.publish(issuer, KeySet.parse(keySet));
    }
  }

  /**
   * Disables a service account: its tokens, and exchanges for it, are refused.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public void disableServiceAccount(String name) {
    setDisabled(name, true);
  }

  /**
   * Undoes {@link #disableServiceAccount}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public void enableServiceAccount(String name) {
    setDisabled(name, false);
  }

  /** The access tokens given so far for identity tokens, oldest first, also ended ones. */
  public List<IssuedToken> tokens() {
    synchronized (stateLock) {
      return tokens.issued();
    }
  }

  /** Ends all access tokens given so far for identity tokens. */
  public void revokeTokens() {
    synchronized (stateLock) {
      tokens.revokeAll();
    }
  }

  /**
   * Why exchanges of identity tokens were refused, oldest first: the word that the client was told,
   * and the reason, which it was not.
   */
  public List<String> refusedExchanges() {
    synchronized (stateLock) {
      return exchange.refusals();
    }
  }

  /** Lets the next matching requests fail; faults are taken in the order in which they came. */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /** Forgets the faults still to come, and lets go every answer that one of them delays. */
  public void clearFaults() {
    faults.clear();
  }

  /** The requests seen so far, without those that control the sandbox. */
  public List<RequestEntry> requests() {
    return log.entries();
  }

  /** Forgets the requests seen so far. */
  public void clearRequests() {
    log.clear();
  }

  /** The codes of the device logins that wait for a person, oldest first. */
  public List<String> waitingLogins() {
    synchronized (stateLock) {
      return deviceFlow.waiting();
    }
  }

  /** Approves a waiting device login as the admin; false if none waits with that code. */
  public boolean approve(String userCode) {
    synchronized (stateLock) {
      return deviceFlow.decide(userCode, true);
    }
  }

  /** Denies a waiting device login; false if none waits with that code. */
  public boolean deny(String userCode) {
    synchronized (stateLock) {
      return deviceFlow.decide(userCode, false);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void setDisabled(String name, boolean disabled) {
    synchronized (stateLock) {
      Federation.ServiceAccount account = federation.account(each -> each.name.equals(name));
      if (account == null) {
        throw new IllegalArgumentException("the sandbox has no service account " + name);
      }
      account.disabled = disabled;
    }
  }

  private Workspace.Team team(String name) {
    Workspace.Team team = workspace.teamNamed(name);
    if (team == null) {
      throw new IllegalArgumentException("the sandbox has no team " + name);
    }
    return team;
  }

  private void seed(List<SeedKey> given, Keys keys) {
    for (KeyType type : KeyType.values()) {
      workspace.issue(
          keys.key(), type, type.seedName(), null, workspace.defaultTeam(), workspace.admin());
    }
    for (SeedKey seed : given) {
      if (seed.fullKey().indexOf('.') <= 0) {
        throw new IllegalArgumentException("a key has the form PREFIX.SECRET");
      }
      String teamName = seed.team() == null ? DEFAULT_TEAM : seed.team();
      Workspace.Team team = workspace.teamNamed(teamName);
      workspace.issue(
          seed.fullKey(),
          seed.type(),
          seed.name(),
          null,
          team == null ? workspace.addTeam(teamName, false) : team,
          workspace.admin());
    }
  }

  private final class Known implements KnownCredentials {
    @Override
    public List<String> all() {
      return Stream.concat(
              workspace.keys().stream().map(Workspace.Key::full),
              tokens.issued().stream().map(IssuedToken::value))
          .toList();
    }

    @Override
    public String serviceAccountOf(String credential) {
      IssuedToken token = tokens.find(credential);
      return token == null ? "" : token.serviceAccount();
    }
  }
}

package io.github.basetenci.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedded server on 127.0.0.1 that acts like Baseten. It has a part of the management API, the
 * GraphQL query of {@code truss whoami}, the OAuth device flow, and workload identity federation,
 * all below one address. It starts with two teams, an admin, and one random key of each {@link
 * KeyType} but {@code ROUTES}, and can be told to fail.
 *
 * <p>If Baseten's documentation does not specify what the real server does, the sandbox chooses it.
 */
public final class Sandbox implements AutoCloseable {
  /** The name of the default team. */
  public static final String DEFAULT_TEAM = Workspace.DEFAULT_TEAM;

  /** The name of the other team. */
  public static final String SECOND_TEAM = Workspace.SECOND_TEAM;

  private final Object stateLock = new Object();
  private final Workspace workspace;
  private final DeviceLoginEndpoints deviceFlow;
  private final Federation federation;
  private final AccessTokens tokens;
  private final TokenExchange exchange;
  private final Faults faults = new Faults();
  private final RequestLog log;
  private final LoopbackServer server;

  private Sandbox(SandboxOptions options) throws IOException {
    Keys keys = new Keys();
    workspace = new Workspace(options.workspace(), keys, options.clock());
    workspace.allow(options.keyRules().allowed());
    seed(options.keys(), keys);
    deviceFlow =
        new DeviceLoginEndpoints(
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

    int duplicateNameStatus = options.keyRules().duplicateNameStatus();
    Access access =
        new Access(workspace, deviceFlow, tokens, options.tokens().federation().exchange());
    Router product = new Router();
    new UserEndpoints(workspace, access).addTo(product);
    new OrganizationEndpoints(workspace, access).addTo(product);
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
    new LastUseControl(workspace).addTo(control);

    server =
        new LoopbackServer(
            options.port(),
            new Dispatcher(product, control, faults, log, options.clock(), new Known(), stateLock),
            options.clock());
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

  /** {@code http://127.0.0.1:PORT}, which is the address of the REST API and also of the remote. */
  public URI url() {
    return server.url();
  }

  /**
   * The whole key of this type that the sandbox started with. A team key belongs to the default
   * team. There is none of the type {@code ROUTES}.
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

  /** Changes which keys may be created. */
  public void allow(NewKeys newKeys) {
    synchronized (stateLock) {
      workspace.allow(newKeys);
    }
  }

  /** Changes how the key list reports when keys were last used. */
  public void reportLastUses(LastUseReports how) {
    synchronized (stateLock) {
      workspace.uses().report(how);
    }
  }

  /**
   * Lets the key list report this last use of a key whatever its uses are, for example an earlier
   * one than before, until it is called with null.
   *
   * @param prefix the part of the key before its first dot
   */
  public void reportLastUse(String prefix, @Nullable Instant time) {
    synchronized (stateLock) {
      workspace.uses().report(prefix, time);
    }
  }

  /** Whether the key exists and is not revoked. */
  public boolean accepts(String fullKey) {
    synchronized (stateLock) {
      return workspace.key(fullKey) != null;
    }
  }

  /** The names of all unrevoked keys that have a name, in the order of their creation. */
  public List<String> keyNames() {
    synchronized (stateLock) {
      return workspace.keys().stream().map(Workspace.Key::name).filter(Objects::nonNull).toList();
    }
  }

  /**
   * The id of the team with this name.
   *
   * @throws IllegalArgumentException if there is no such name
   */
  public String teamId(String name) {
    synchronized (stateLock) {
      return team(name).id();
    }
  }

  /**
   * The value of a secret, or null if there is no such secret. No client can read this value back.
   */
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
   * The id of the trust rule with this name. An exchange gives this id as {@code audience}.
   *
   * @throws IllegalArgumentException if there is no such name
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

  /** Sets the key set (RFC 7517) of an issuer, and replaces an earlier one. */
  public void publishKeys(String issuer, String keySet) {
    synchronized (stateLock) {
      federation.publish(issuer, KeySet.parse(keySet));
    }
  }

  /**
   * Disables a service account. Its tokens, and exchanges for it, are then refused.
   *
   * @throws IllegalArgumentException if there is no such service account
   */
  public void disableServiceAccount(String name) {
    setDisabled(name, true);
  }

  /**
   * Undoes {@link #disableServiceAccount}.
   *
   * @throws IllegalArgumentException if there is no such service account
   */
  public void enableServiceAccount(String name) {
    setDisabled(name, false);
  }

  /** The access tokens issued so far for identity tokens, oldest first, including expired ones. */
  public List<IssuedToken> tokens() {
    synchronized (stateLock) {
      return tokens.issued();
    }
  }

  /** Revokes all access tokens issued so far for identity tokens. */
  public void revokeTokens() {
    synchronized (stateLock) {
      tokens.revokeAll();
    }
  }

  /**
   * The refusals of exchanges of identity tokens, oldest first. Each consists of the error code
   * that the client got and the reason that the client did not get.
   */
  public List<String> refusedExchanges() {
    synchronized (stateLock) {
      return exchange.refusals();
    }
  }

  /**
   * Lets the next matching requests fail. Faults are used in the order in which they were added.
   */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /** Removes the faults that are not used up, and sends every delayed answer at once. */
  public void clearFaults() {
    faults.clear();
  }

  /** The requests received so far, without those that control the sandbox. */
  public List<RequestEntry> requests() {
    return log.entries();
  }

  /** Removes the requests received so far from the log. */
  public void clearRequests() {
    log.clear();
  }

  /** The codes of the device logins that wait for a person, oldest first. */
  public List<String> waitingLogins() {
    synchronized (stateLock) {
      return deviceFlow.waiting();
    }
  }

  /** Approves a waiting device login as the admin. False if no login with that code waits. */
  public boolean approve(String userCode) {
    synchronized (stateLock) {
      return deviceFlow.decide(userCode, true);
    }
  }

  /** Denies a waiting device login. False if no login with that code waits. */
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
    Workspace.Member admin = workspace.admin();
    for (KeyType type : KeyType.values()) {
      if (type.isSeeded()) {
        workspace.issue(
            keys.key(), type, type.seedName(), null, workspace.defaultTeam(), admin, admin.id());
      }
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
          admin,
          admin.id());
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

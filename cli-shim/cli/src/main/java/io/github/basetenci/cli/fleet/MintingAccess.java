package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.ExplicitKey;
import io.github.basetenci.auth.GivenKey;
import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.auth.TrustRule;
import io.github.basetenci.fleet.FleetWorkspace;
import io.github.basetenci.fleet.MintingSource;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.shim.auth.IdentitySourceOptions;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gets the right to manage the keys of a workspace from where the file says that it is. */
final class MintingAccess {
  private final Session session;
  private final Path directory;
  private final ManagementClients clients;
  private final Deadline deadline;

  /** The keys that commands have printed, by the name of the workspace. */
  private final Map<String, ApiKey> printed = new ConcurrentHashMap<>();

  /** The tokens of identities, by the name of the workspace. */
  private final Map<String, MintingToken> tokens = new ConcurrentHashMap<>();

  /**
   * @param directory the directory of the file, from which paths go
   */
  MintingAccess(Session session, Path directory) throws AuthException {
    this.session = session;
    this.directory = directory;
    this.clients = session.clients();
    this.deadline = session.deadline();
  }

  /** The key or the access token that manages the keys of a workspace. It is hidden from now on. */
  Confidential secret(FleetWorkspace workspace)
      throws UsageException,
          CommandException,
          AuthException,
          ApiException,
          TransportException,
          InterruptedException {
    MintingSource source = workspace.minting();
    return source instanceof MintingSource.OfIdentity identity
        ? token(workspace, identity).current()
        : key(workspace, source);
  }

  /** The management API of a workspace. */
  ManagementApi open(FleetWorkspace workspace, Confidential secret) throws AuthException {
    return clients.open(workspace.url(), secret);
  }

  /**
   * The keys of a workspace. Each request has the rights of the key or token that is given with it;
   * a token that is at its end is exchanged anew.
   */
  KeyServer server(FleetWorkspace workspace) throws AuthException {
    URI base = clients.base(workspace.url());
    HttpTransport transport = session.transport();
    KeyServer server =
        KeyServer.at(
            base,
            secret -> new ManagementApi(transport, base, secret, deadline, session.sleeper()));
    return workspace.minting() instanceof MintingSource.OfIdentity identity
        ? new TokenKeyServer(server, token(workspace, identity))
        : server;
  }

  /** A command is run once; variables and files are read again. */
  private ApiKey key(FleetWorkspace workspace, MintingSource source)
      throws UsageException, CommandException, AuthException, InterruptedException {
    ApiKey known = printed.get(workspace.name());
    if (known != null) {
      return known;
    }
    GivenKey given = session.givenKeys().require(explicit(workspace, source));
    session.uses(given);
    if (source instanceof MintingSource.OfCommand) {
      printed.put(workspace.name(), given.key());
    }
    return given.key();
  }

  private ExplicitKey explicit(FleetWorkspace workspace, MintingSource source)
      throws UsageException, CommandException, AuthException, InterruptedException {
    if (source instanceof MintingSource.OfVariable variable) {
      String name = variable.name();
      return new ExplicitKey(
          name,
          session
              .environment()
              .get(name)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "the variable "
                              + name
                              + ", which holds the minting key of the workspace "
                              + workspace.name()
                              + ", is not set or empty")));
    }
    if (source instanceof MintingSource.OfFile file) {
      String shown = Neutralizer.line(file.path());
      try {
        return new ExplicitKey(
            shown, session.keyFile().read(shown, directory.resolve(file.path()).normalize()));
      } catch (InvalidPathException e) {
        throw new UsageException(
            "the file of the minting key of the workspace " + workspace.name() + " has no path");
      }
    }
    MintingSource.OfCommand command = (MintingSource.OfCommand) source;
    String name = "the minting command of the workspace " + workspace.name();
    return new ExplicitKey(
        name, new PrintedKey(session.host(), directory).of(name, command.words()));
  }

  private MintingToken token(FleetWorkspace workspace, MintingSource.OfIdentity identity) {
    return tokens.computeIfAbsent(
        workspace.name(),
        name ->
            new MintingToken(
                session.host().clock(),
                session.output()::warn,
                () -> grant(workspace.url(), identity)));
  }

  private IdentityLogin.Granted grant(RemoteUrl url, MintingSource.OfIdentity identity)
      throws UsageException, AuthException, ApiException, TransportException {
    String audience = identity.audience();
    TrustRule rule =
        TrustRule.of(
            identity.trustRule(),
            audience == null ? url.managementUrl().toString() : audience,
            null);
    IdentityLogin login =
        new IdentityLogin(clients, session.host().clock(), session.output()::hide);
    return login.grant(
        url, rule, IdentitySourceOptions.named(session, identity.source()), deadline);
  }
}

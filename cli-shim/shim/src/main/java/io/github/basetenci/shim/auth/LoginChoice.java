package io.github.basetenci.shim.auth;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that choose the login of a command. Without these flags, the environment and the stores
 * decide.
 */
public final class LoginChoice {
  @Option(
      names = {"-p", "--profile"},
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Use this profile.")
  @Nullable String profile;

  @Option(
      names = "--remote",
      converter = EmptyIsUnset.class,
      paramLabel = "NAME",
      description = "Use this remote.")
  @Nullable String remote;

  /**
   * Finds the login, and hides its key or its access token from now on.
   *
   * @throws AuthException if there is no login, or if its credential cannot be used
   */
  public ActiveLogin find(Session session) throws AuthException, StoreException {
    ActiveLogin login = session.activeLogins().find(profile, remote, session.stores());
    session.uses(login);
    login.require(session.host().clock().instant());
    session.output().info("Key from " + login.sourceName() + ".");
    return login;
  }

  /** Opens the management API with the credential and the URL of the login. */
  public static ManagementApi open(Session session, ActiveLogin login) throws AuthException {
    return session
        .clients()
        .open(login.url(), login.require(session.host().clock().instant()).secret());
  }
}

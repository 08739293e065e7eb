package io.github.basetenci.shim.auth;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which login a command uses; without these flags the environment and the stores say it. */
public final class LoginChoice {
  @Option(
      names = "--profile",
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
   * The login, whose key is hidden from now on.
   *
   * @throws AuthException if there is none, or none whose key can be used
   */
  public ActiveLogin find(Session session) throws AuthException, StoreException {
    ActiveLogin login = session.activeLogins().find(profile, remote, session.stores());
    login.requireKey();
    session.uses(login);
    session.output().info("Key from " + login.sourceName() + ".");
    return login;
  }

  /** The management API as that login sees it. */
  public static ManagementApi open(Session session, ActiveLogin login) throws AuthException {
    return session.clients().open(login.url(), login.requireKey());
  }
}

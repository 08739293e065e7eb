package io.github.basetenci.shim.auth;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.OAuthRefresh;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.store.StoreException;
import java.time.Duration;
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
   * Finds the login, renews the tokens of a login by browser if they are about to end, and hides
   * its key or its access token from now on.
   *
   * @throws AuthException if there is no login, or if its credential cannot be used
   */
  public ActiveLogin find(Session session)
      throws AuthException, StoreException, TransportException {
    ActiveLogin login = session.activeLogins().find(profile, remote, session.stores());
    session.uses(login);
    login.require(session.host().clock().instant());
    session.output().info("Key from " + login.sourceName() + ".");
    return fresh(session, login, Duration.ZERO);
  }

  /**
   * The login with tokens that can be used now. Only those of a login by browser are renewed, when
   * they are about to end.
   *
   * @param atLeast how long its access token is to live at least
   */
  static ActiveLogin fresh(Session session, ActiveLogin login, Duration atLeast)
      throws AuthException, StoreException, TransportException {
    if (!(login.credential() instanceof LoginCredential.Session)) {
      return login;
    }
    ActiveLogin fresh =
        new OAuthRefresh(
                session.stores(), session.clients(), session.host().clock(), session.sleeper())
            .fresh(login, atLeast);
    session.uses(fresh);
    if (fresh != login) {
      session.output().info("The tokens of the login were renewed.");
    }
    return fresh;
  }

  /** Opens the management API with the credential and the URL of the login. */
  public static ManagementApi open(Session session, ActiveLogin login) throws AuthException {
    return session
        .clients()
        .open(login.url(), login.require(session.host().clock().instant()).secret());
  }
}

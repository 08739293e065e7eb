package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.DeviceFlow;
import io.github.basetenci.api.Patience;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renews the tokens of a stored login by browser before they are used. A refresh token works once,
 * so it is spent under the lock of its store, and the new pair is written before anybody uses it.
 * The released tools take no lock. What they wrote in the same moment is taken if it is there.
 */
public final class OAuthRefresh {
  /** How long before its end {@code truss} uses an access token no more. */
  private static final Duration TRUSS_LEEWAY = Duration.ofSeconds(60);

  /** How long before its end {@code baseten} uses an access token no more. */
  private static final Duration BASETEN_LEEWAY = Duration.ofSeconds(10);

  /** The longer one of both tools. */
  static final Duration LONGEST_LEEWAY = TRUSS_LEEWAY;

  /** The longest wait for a run that renews the same login. */
  private static final Duration LOCK_TIMEOUT = StoreFiles.LOCK_TIMEOUT.multipliedBy(4);

  /** After a refusal: how long another tool may take to write what it got in place of us. */
  private static final List<Duration> OTHER_WRITES =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(1));

  private final Stores stores;
  private final ManagementClients clients;
  private final InstantSource clock;
  private final Sleeper sleeper;

  /**
   * @param stores the files with the login
   * @param clients open the client that refreshes
   * @param clock the clock by which access tokens expire
   * @param sleeper waits for what another tool writes
   */
  public OAuthRefresh(
      Stores stores, ManagementClients clients, InstantSource clock, Sleeper sleeper) {
    this.stores = stores;
    this.clients = clients;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** The login with tokens that can be used now; any other login as it is. */
  public ActiveLogin fresh(ActiveLogin login)
      throws AuthException, StoreException, TransportException {
    return fresh(login, Duration.ZERO);
  }

  /**
   * The login with tokens that can be used now; any other login as it is.
   *
   * @param atLeast how long the access token is to live at least; the leeway of the login's tool
   *     counts if it is longer
   * @throws AuthException if the server refuses the refresh token, or if its answer cannot be used;
   *     the stored login is then unchanged
   */
  public ActiveLogin fresh(ActiveLogin login, Duration atLeast)
      throws AuthException, StoreException, TransportException {
    StoreKind store = login.store();
    if (store == null || !(login.credential() instanceof LoginCredential.Session session)) {
      return login;
    }
    Duration leeway = leeway(store);
    Duration wanted = atLeast.compareTo(leeway) > 0 ? atLeast : leeway;
    return session.tokens().isDue(clock.instant(), wanted)
        ? new Run(login, store, wanted).renewed()
        : login;
  }

  private static Duration leeway(StoreKind store) {
    return switch (store) {
      case TRUSS -> TRUSS_LEEWAY;
      case BASETEN -> BASETEN_LEEWAY;
    };
  }

  /** The renewal of one login. */
  private final class Run {
    private final ActiveLogin asked;
    private final StoreKind store;
    private final Duration wanted;
    private final String entry;
    private ActiveLogin result;
    private @Nullable TransportException lost;

    Run(ActiveLogin asked, StoreKind store, Duration wanted) {
      this.asked = asked;
      this.store = store;
      this.wanted = wanted;
      this.result = asked;
      this.entry =
          (store == StoreKind.TRUSS ? "remote '" : "profile '")
              + Neutralizer.line(asked.name())
              + "'";
    }

    ActiveLogin renewed() throws AuthException, StoreException, TransportException {
      // The notes of the store are not shown: the user did not ask for a change of the files.
      try {
        stores.update(EnumSet.of(store), LOCK_TIMEOUT, this::edit);
      } finally {
        RunningRefreshes.end();
      }
      if (lost != null) {
        throw lost;
      }
      return result;
    }

    /** The store with the new pair; the same store if the old pair is still good, or another's. */
    private Stores.Contents edit(Stores.Contents now) throws AuthException, StoreException {
      ActiveLogin current = stored(now);
      OAuthSession old = tokens(current);
      if (old == null || !old.isDue(clock.instant(), wanted)) {
        result = current;
        return now;
      }
      // What the store would refuse is refused before the refresh token is spent.
      with(now, current.url(), old);
      stores.requireReplaceable(store);
      OAuthSession next;
      RunningRefreshes.begin();
      try {
        next = clients.deviceFlow(current.url(), clock).refresh(old.refresh());
      } catch (TransportException e) {
        if (!e.mayHaveTakenEffect()) {
          lost = e;
          return now;
        }
        throw ended("no answer came from the server that was to renew it", e);
      } catch (ApiException e) {
        Optional<ActiveLogin> anothers = writtenByAnother(old);
        if (anothers.isPresent()) {
          result = anothers.get();
          return now;
        }
        throw refused(e);
      }
      result = current.with(new LoginCredential.Session(next));
      return stores
          .keyring()
          .renewed(store, asked.name(), next, now, with(now, current.url(), next));
    }

    private ActiveLogin stored(Stores.Contents files) throws AuthException, StoreException {
      Stores.Contents contents = stores.keyring().with(store, asked.name(), files);
      ActiveLogin found =
          store == StoreKind.TRUSS
              ? ActiveLogins.ofRemote(asked.name(), contents)
              : ActiveLogins.ofProfile(asked.name(), contents);
      return new ActiveLogin(
          asked.source(),
          asked.sourceName(),
          store,
          asked.name(),
          found.url(),
          found.authType(),
          found.credential());
    }

    private static @Nullable OAuthSession tokens(ActiveLogin login) {
      return login.credential() instanceof LoginCredential.Session session
          ? session.tokens()
          : null;
    }

    private Stores.Contents with(Stores.Contents now, RemoteUrl url, OAuthSession session)
        throws StoreException {
      return store == StoreKind.TRUSS
          ? new Stores.Contents(
              now.trussrc().withSession(asked.name(), url.toString(), session, null),
              now.authJson())
          : new Stores.Contents(
              now.trussrc(),
              now.authJson().withSession(asked.name(), url.toString(), session, false));
    }

    /** The login that a released tool has renewed and written in the same moment. */
    private Optional<ActiveLogin> writtenByAnother(OAuthSession spent)
        throws AuthException, StoreException {
      Patience patience = new Patience(OTHER_WRITES, sleeper);
      try {
        do {
          ActiveLogin login = stored(stores.read(EnumSet.of(store)));
          OAuthSession there = tokens(login);
          if (there != null
              && !there.refresh().equals(spent.refresh())
              && !there.isDue(clock.instant(), wanted)) {
            return Optional.of(login);
          }
        } while (patience.again());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.empty();
    }

    private AuthException refused(ApiException e) {
      if (e.serverMessage().equals(DeviceFlow.INVALID_GRANT)) {
        return ended("the server takes its refresh token no more", e);
      }
      return new AuthException(
          AuthException.Kind.INVALID,
          "the login of "
              + entry
              + " could not be renewed: "
              + e.getMessage()
              + "; log in again if it goes on",
          e);
    }

    private AuthException ended(String why, Exception cause) {
      return new AuthException(
          AuthException.Kind.NOT_LOGGED_IN,
          "the login of " + entry + " is over, since " + why + "; log in again",
          cause);
    }
  }
}

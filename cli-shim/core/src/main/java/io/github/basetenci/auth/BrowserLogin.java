package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.DeviceFlow;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.OAuthSession;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Logs a user in by browser. Each store gets a session of its own, as each tool renews the tokens
 * that it finds, and with that makes every copy of them worthless.
 */
public final class BrowserLogin {
  private final ManagementClients clients;
  private final InstantSource clock;
  private final Consumer<Confidential> met;

  /**
   * @param clients open the client of the login; their deadline limits the wait for the user too
   * @param clock the clock of this machine
   * @param met called with every token as soon as it is known, so that the caller can hide it
   */
  public BrowserLogin(ManagementClients clients, InstantSource clock, Consumer<Confidential> met) {
    this.clients = clients;
    this.clock = clock;
    this.met = met;
  }

  /** Shows the user where to confirm the login. */
  @FunctionalInterface
  public interface Screen {
    /** Called once for each login, before the wait for the user. */
    void show(DeviceFlow.Waiting login);
  }

  /**
   * Waits until the user has confirmed the login.
   *
   * @throws AuthException if the user denies it, if nobody confirms it in time, or if the server
   *     refuses it
   * @throws InterruptedException if the thread is interrupted; the user has confirmed no login then
   */
  public OAuthSession session(RemoteUrl url, Screen screen)
      throws AuthException, ApiException, TransportException, InterruptedException {
    DeviceFlow flow = clients.deviceFlow(url, clock);
    DeviceFlow.Waiting login = flow.begin();
    met.accept(login.deviceCode());
    screen.show(login);
    DeviceFlow.Outcome outcome = flow.await(login);
    OAuthSession session = outcome.session();
    if (session == null) {
      throw refused(login, outcome);
    }
    met.accept(session.access());
    met.accept(session.refresh());
    if (session.isDue(clock.instant(), OAuthRefresh.LONGEST_LEEWAY)) {
      discard(url, session);
      throw AuthException.invalid(
          "the access token of the login is over already by the clock of this machine; check the"
              + " clock");
    }
    return session;
  }

  /**
   * Ends a session that nobody will use.
   *
   * @return whether the server ended it
   */
  public boolean discard(RemoteUrl url, OAuthSession session) {
    try {
      clients.endSession(url, session.access());
      return true;
    } catch (AuthException | ApiException | TransportException e) {
      // The failure that made the session useless is the one to report.
      return false;
    }
  }

  private static AuthException refused(DeviceFlow.Waiting login, DeviceFlow.Outcome outcome) {
    String code = "the login with the code " + login.userCode();
    if (outcome.refusal() == DeviceFlow.Refusal.DENIED) {
      return AuthException.invalid(code + " was denied in the browser; nothing was stored");
    }
    if (outcome.refusal() == DeviceFlow.Refusal.EXPIRED) {
      return AuthException.invalid(
          code + " was not confirmed in time; log in again, and confirm it in the browser");
    }
    return AuthException.invalid(
        code + " was refused by the server (" + outcome.said() + "); log in again");
  }
}

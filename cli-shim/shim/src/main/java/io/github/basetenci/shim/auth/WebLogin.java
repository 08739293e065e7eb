package io.github.basetenci.shim.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.DeviceFlow;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.BrowserLogin;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Login;
import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;

/** A login by browser: shows where to confirm it, and opens the browser where there is a screen. */
final class WebLogin implements Login.SessionSource {
  static final String SOURCE = "the browser";

  private final Session session;
  private final Network network;
  private final BrowserLogin login;
  private final int stores;
  private int shown;

  /**
   * @param stores for how many stores the user confirms a login
   */
  WebLogin(Session session, int stores) {
    this.session = session;
    this.network = session.patientNetwork();
    this.stores = stores;
    this.login =
        new BrowserLogin(network.clients(), session.host().clock(), session.output()::hide);
  }

  /** Logs in, and writes the login. */
  Login.Result run(Login login, Login.Request request) throws Exception {
    if (request.stores().contains(StoreKind.BASETEN)
        && session.environment().has(Environment.API_KEY)) {
      session
          .output()
          .warn(
              Environment.API_KEY
                  + " is set: baseten uses it, and not this login, until it is unset");
    }
    try {
      return login.runByBrowser(request, this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(
          "interrupted while waiting for the browser; nothing was stored", ExitCode.INTERRUPTED, e);
    }
  }

  /** Opens the clients that check the login, which may begin minutes after the command. */
  Network network() {
    return network;
  }

  @Override
  public OAuthSession session(RemoteUrl url, StoreKind store)
      throws AuthException, ApiException, TransportException, InterruptedException {
    return login.session(url, waiting -> show(waiting, store));
  }

  @Override
  public void discard(RemoteUrl url, StoreKind store, OAuthSession unused) {
    if (!login.discard(url, unused)) {
      session
          .output()
          .warn(
              "the login that was confirmed for "
                  + store.tool()
                  + " is not stored, and could not be ended at the server: it stays valid at "
                  + url
                  + " until it expires");
    }
  }

  private void show(DeviceFlow.Waiting waiting, StoreKind store) {
    shown++;
    if (stores > 1) {
      session
          .output()
          .say(
              "Login for "
                  + store.tool()
                  + " ("
                  + shown
                  + " of "
                  + stores
                  + ", because each tool renews tokens of its own):");
    }
    boolean opened = session.host().browser().open(waiting.page());
    session
        .output()
        .say((opened ? "The browser opens; if it does not, visit " : "Visit ") + waiting.page());
    session.output().say("Verification code: " + waiting.userCode());
    session.output().say("Waiting for the confirmation; Ctrl-C ends the login.");
  }
}

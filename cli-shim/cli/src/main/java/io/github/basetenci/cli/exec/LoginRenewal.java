package io.github.basetenci.cli.exec;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.TokenLife;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.shim.auth.KeylessLogin;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.wording.CommandWords;
import io.github.basetenci.store.StoreException;
import java.time.Duration;
import java.time.Instant;

/**
 * Replaces the access token of a login while the command runs. A failed attempt is repeated until
 * the token ends; then the user is told once, and no more attempts are made.
 */
final class LoginRenewal implements AutoCloseable {
  /** The wait before a failed attempt is repeated. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** The wait after a token that lives too short: that is a setting, and no outage. */
  private static final Duration AGAIN_TOO_SHORT = AGAIN.multipliedBy(12);

  /** Longer waits look at the clock in between, which a machine that slept has put forward. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Session session;
  private final KeylessLogin login;
  private final boolean truss;
  private final Target target;
  private volatile Granted current;
  private final Thread thread = new Thread(this::run, "renewal of the access token");
  private boolean closed;

  /** Whether the user knows that a new token lives too short. Only the thread uses it. */
  private boolean toldTooShort;

  /** Where a new token goes. */
  interface Target {
    /** Takes a token that is hidden already. */
    void take(LoginCredential.Token token) throws StoreException;
  }

  /**
   * @param truss whether truss is to use the tokens, which needs tokens that live long enough
   */
  LoginRenewal(Session session, KeylessLogin login, boolean truss, Granted first, Target target) {
    this.session = session;
    this.login = login;
    this.truss = truss;
    this.target = target;
    this.current = first;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** When the newest token ends. */
  Instant expires() {
    return current.credential().expires();
  }

  private void run() {
    try {
      while (renew(current.life())) {
        // The next token is renewed in the same way.
      }
    } catch (InterruptedException e) {
      // The command has ended.
    }
  }

  /**
   * Waits until a token is due, and replaces it.
   *
   * @return whether there is another token now
   */
  private boolean renew(TokenLife life) throws InterruptedException {
    waitUntil(life.renewal());
    while (true) {
      String why;
      Duration pause = AGAIN;
      try {
        Granted next = login.grant(session.quietNetwork());
        pause = AGAIN_TOO_SHORT;
        checkForTruss(next, life);
        pause = AGAIN;
        return take(next);
      } catch (AuthException e) {
        why = CommandWords.ADVICE.sentence(e);
      } catch (StoreException e) {
        why = CommandWords.ADVICE.sentence(e);
      } catch (ApiException | TransportException e) {
        why = String.valueOf(e.getMessage());
      } catch (RuntimeException | OutOfMemoryError e) {
        // Otherwise the renewals would end, and nobody would be told.
        why = "an internal error (" + e.getClass().getSimpleName() + ")";
      }
      sayFailed(why);
      Instant again = now().plus(pause);
      if (!again.isBefore(life.end())) {
        waitUntil(life.end());
        giveUp(life, why);
        return false;
      }
      waitUntil(again);
    }
  }

  /** Refuses a token that truss could not use; the user is told of the first one. */
  private void checkForTruss(Granted next, TokenLife old) throws AuthException {
    if (!truss) {
      return;
    }
    try {
      next.life().checkForTruss();
    } catch (AuthException e) {
      if (!toldTooShort) {
        toldTooShort = true;
        sayTooShort(CommandWords.ADVICE.sentence(e), old.end());
      }
      throw e;
    }
  }

  private synchronized void sayTooShort(String why, Instant end) {
    if (!closed) {
      session
          .output()
          .warn("the access token was not replaced and stays in use until " + end + ": " + why);
    }
  }

  private synchronized void sayFailed(String why) {
    if (!closed) {
      session.output().info("The access token was not renewed: " + why + ".");
    }
  }

  /** A token that comes after the command is thrown away, since its directory is deleted. */
  private synchronized boolean take(Granted next) throws StoreException {
    if (closed) {
      return false;
    }
    target.take(next.credential());
    current = next;
    toldTooShort = false;
    session.output().info("The access token was renewed, until " + expires() + ".");
    return true;
  }

  private synchronized void giveUp(TokenLife life, String why) {
    if (!closed) {
      session
          .output()
          .error(
              "baseten-ci exec: the access token ended at "
                  + life.end()
                  + " and could not be renewed, so the command is not logged in any more: "
                  + why);
    }
  }

  private void waitUntil(Instant time) throws InterruptedException {
    for (Duration left = Duration.between(now(), time);
        left.compareTo(Duration.ZERO) > 0;
        left = Duration.between(now(), time)) {
      session.sleeper().sleep(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
    }
  }

  private Instant now() {
    return session.host().clock().instant();
  }

  /** Ends the renewals. No file is written and nothing is printed after this. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
  }
}

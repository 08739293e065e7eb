package io.github.basetenci.shim.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.auth.TokenLife;
import io.github.basetenci.auth.TrussCheck;
import io.github.basetenci.auth.TrustRule;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A login without a key: which trust rule it goes by, and where its identity tokens come from. */
public final class KeylessLogin {
  private static final List<String> KEYS =
      List.of(Environment.API_KEY, Environment.TRUSS_API_KEY, Environment.API_KEY_FILE);

  /** How long a token is hidden after its end, when it is worth nothing any more. */
  private static final Duration STILL_HIDDEN = Duration.ofMinutes(30);

  private final Session session;
  private final IdentityOptions.Asked asked;
  private final RemoteUrl url;
  private final TrustRule rule;

  /**
   * @throws AuthException if what was asked for is no trust rule
   */
  public KeylessLogin(Session session, IdentityOptions.Asked asked, RemoteUrl url)
      throws AuthException {
    this.session = session;
    this.asked = asked;
    this.url = url;
    this.rule = asked.rule(url);
  }

  /** The remote that the access token is for. */
  public RemoteUrl url() {
    return url;
  }

  /** The trust rule, and what is asked of it. */
  public TrustRule rule() {
    return rule;
  }

  /** Where the login came from, as messages show it. */
  public String source() {
    return "trust rule " + rule.id() + ", identity from " + asked.source().name();
  }

  /** Whether another access token can be had later. */
  public boolean isRenewable() {
    return asked.source().isRenewable();
  }

  /** Says which variables with a key are not used. */
  private void setKeysAside() {
    for (String name : KEYS) {
      if (session.environment().has(name)) {
        session
            .output()
            .note(name + " is set aside: " + asked.named() + " asks for a login without a key.");
      }
    }
  }

  /**
   * Gets the first access token of a login.
   *
   * @param truss whether truss is to use it, which needs a token that lives long enough
   */
  public Granted begin(Network network, boolean truss)
      throws AuthException, ApiException, TransportException {
    return begin(network, truss, secret -> {});
  }

  /**
   * Gets the first access token as {@link #begin(Network, boolean)} does.
   *
   * @param met is also told each token, as soon as it is known
   */
  public Granted begin(Network network, boolean truss, Consumer<Confidential> met)
      throws AuthException, ApiException, TransportException {
    Duration lifetime = rule.lifetime();
    if (truss && lifetime != null) {
      TokenLife.checkForTruss(lifetime);
    }
    setKeysAside();
    Granted first = grant(network, met);
    if (truss) {
      first.life().checkForTruss();
    }
    return first;
  }

  /**
   * Warns if the server refuses the access token to truss. If management calls go to another server
   * than those of truss, such as a sandbox, truss's server is not asked: the token is not for it.
   */
  public static void checkTruss(Session session, RemoteUrl url, LoginCredential credential)
      throws AuthException {
    URI management = session.clients().base(url);
    boolean sameServer =
        management.equals(url.managementUrl()) || url.host().equals(management.getHost());
    if (sameServer && credential instanceof LoginCredential.Token token) {
      new TrussCheck(session.transport(), session.deadline())
          .doubt(url, token.token())
          .ifPresent(session.output()::warn);
    }
  }

  /** Until when a token is hidden: for a while after it has ended. */
  private static Instant end(Confidential token, Instant now) {
    Instant latest = now.plus(IdentityExchange.LONGEST);
    try {
      Instant day = now.plus(Duration.ofDays(1));
      Instant said = IdentityToken.of(token.reveal()).claims().expires().orElse(day);
      return (said.isBefore(day) ? said : day).plus(STILL_HIDDEN);
    } catch (InvalidIdentityTokenException e) {
      // It is the access token, whose end is not known yet.
      return latest.plus(STILL_HIDDEN);
    }
  }

  /** Gets an access token, hides it and the identity token from now on, and says what is odd. */
  public Granted grant(Network network) throws AuthException, ApiException, TransportException {
    return grant(network, secret -> {});
  }

  /**
   * Gets an access token as {@link #grant(Network)} does.
   *
   * @param met is also told each token, as soon as it is known
   */
  public Granted grant(Network network, Consumer<Confidential> met)
      throws AuthException, ApiException, TransportException {
    session.output().debug("Exchanging the identity token from " + asked.source().name() + ".");
    Instant now = session.host().clock().instant();
    session.output().forgetEnded(now);
    Consumer<Confidential> hide = token -> session.output().hideUntil(token, end(token, now));
    Granted granted =
        new IdentityLogin(network.clients(), session.host().clock(), hide.andThen(met))
            .grant(url, rule, asked.source(), network.deadline());
    LoginCredential.Token token = granted.credential();
    session.output().hideUntil(token.token(), token.expires().plus(STILL_HIDDEN));
    granted.warnings().forEach(session.output()::warn);
    return granted;
  }
}

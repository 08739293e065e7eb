package io.github.basetenci.auth;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.IdentityExchange;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.identity.Claims;
import io.github.basetenci.identity.ExchangeRefusal;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.TokenCheck;
import io.github.basetenci.identity.TrustCondition;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.ForeignToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gets access tokens by the identity of a job: fetches an identity token, looks at it, and
 * exchanges it.
 */
public final class IdentityLogin {
  private final ManagementClients clients;
  private final InstantSource clock;
  private final Consumer<Confidential> met;

  /**
   * @param clients open the client for the exchange
   * @param clock the clock of this machine
   * @param met called with every identity token and every access token as soon as it is known, so
   *     that the caller can hide it
   */
  public IdentityLogin(ManagementClients clients, InstantSource clock, Consumer<Confidential> met) {
    this.clients = clients;
    this.clock = clock;
    this.met = met;
  }

  /**
   * An access token.
   *
   * @param credential the token and its end
   * @param life from when to when it lives
   * @param claims what the identity token said that it was exchanged for
   * @param warnings sentences about problems that the user should solve
   */
  public record Granted(
      LoginCredential.Token credential, TokenLife life, Claims claims, List<String> warnings) {
    public Granted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Gets an access token.
   *
   * @param url the remote whose tokens are wanted
   * @param source gives the identity token; it is asked anew for each attempt
   * @param deadline the time limit of everything together
   * @throws AuthException if there is no identity token, if it cannot be exchanged, or if the
   *     exchange is refused; a refusal has {@link AuthException#refusal}
   * @throws ApiException for any other answer that is no access token
   */
  public Granted grant(RemoteUrl url, TrustRule rule, IdentitySource source, Deadline deadline)
      throws AuthException, ApiException, TransportException {
    IdentityExchange exchange = clients.exchange(url, deadline, clock);
    Attempts attempts = new Attempts(rule, source, deadline);
    try {
      IdentityExchange.Granted granted =
          exchange.exchange(rule.id(), rule.lifetime(), attempts::next);
      met.accept(granted.token());
      TokenLife life = new TokenLife(attempts.begin, granted.expires());
      if (!life.end().isAfter(clock.instant())) {
        throw AuthException.invalid(
            "the access token for the trust rule "
                + rule.id()
                + " is over already by the clock of this machine; check the clock");
      }
      return new Granted(
          new LoginCredential.Token(granted.token(), granted.expires()),
          life,
          attempts.claims(),
          List.copyOf(attempts.warnings));
    } catch (IdentityException e) {
      throw AuthException.of(e);
    } catch (ApiException e) {
      if (isRefusal(e)) {
        throw refused(rule, source, attempts, e);
      }
      throw e;
    }
  }

  private static boolean isRefusal(ApiException e) {
    return e.status() == 401
        || e.status() == 403
        || (e.status() == 400 && IdentityExchange.INVALID_GRANT.equals(e.serverMessage()));
  }

  private AuthException refused(
      TrustRule rule, IdentitySource source, Attempts attempts, ApiException e) {
    Instant now = clock.instant();
    return AuthException.refused(
        "Baseten refused the identity token from "
            + source.name()
            + " for the trust rule "
            + rule.id()
            + " ("
            + (e.status() == 400 ? IdentityExchange.INVALID_GRANT : "HTTP " + e.status())
            + ")",
        new AuthException.Refusal(
            ExchangeRefusal.claims(attempts.claims(), now),
            ExchangeRefusal.causes(attempts.claims(), rule.id(), now),
            conditions(attempts.claims())),
        e);
  }

  private static List<String> conditions(Claims claims) {
    try {
      return List.of(TrustCondition.of(claims, TrustCondition.usual(claims)).condition());
    } catch (IdentityException e) {
      return List.of();
    }
  }

  /** The identity tokens of one exchange. */
  private final class Attempts {
    private final TrustRule rule;
    private final IdentitySource source;
    private final Deadline deadline;
    private final Set<String> warnings = new LinkedHashSet<>();
    private Instant begin = Instant.MIN;
    private @Nullable Claims last;

    Attempts(TrustRule rule, IdentitySource source, Deadline deadline) {
      this.rule = rule;
      this.source = source;
      this.deadline = deadline;
    }

    ForeignToken next() throws IdentityException {
      IdentityToken token = source.token(rule.audience(), deadline);
      ForeignToken confidential = token.confidential();
      met.accept(confidential);
      warnings.addAll(new TokenCheck(clock).check(token, rule.audience(), source.name()));
      last = token.claims();
      begin = clock.instant();
      return confidential;
    }

    Claims claims() {
      Claims claims = last;
      if (claims == null) {
        throw new IllegalStateException("nothing was answered before a token was sent");
      }
      return claims;
    }
  }
}

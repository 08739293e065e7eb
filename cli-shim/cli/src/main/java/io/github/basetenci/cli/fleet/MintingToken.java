package io.github.basetenci.cli.fleet;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.IdentityLogin;
import io.github.basetenci.auth.TokenLife;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.shim.command.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The access token by which the identity of a job manages keys. A long run exchanges the identity
 * anew before the token ends. Several threads may ask.
 */
final class MintingToken {
  /** A token is not used in the last minute of its life, nor in the second half of a short one. */
  private static final Duration LAST = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Consumer<String> warnings;
  private final Exchange exchange;
  private final Set<String> warned = new HashSet<>();
  private IdentityLogin.@Nullable Granted granted;

  /**
   * @param warnings called once with each warning of the exchanges
   */
  MintingToken(InstantSource clock, Consumer<String> warnings, Exchange exchange) {
    this.clock = clock;
    this.warnings = warnings;
    this.exchange = exchange;
  }

  /** Exchanges the identity of the job for an access token. */
  @FunctionalInterface
  interface Exchange {
    IdentityLogin.Granted grant()
        throws UsageException, AuthException, ApiException, TransportException;
  }

  /** A token that is not at its end. */
  synchronized AccessToken current()
      throws UsageException, AuthException, ApiException, TransportException {
    IdentityLogin.Granted known = granted;
    return known != null && clock.instant().isBefore(lastUse(known.life()))
        ? known.credential().token()
        : exchanged();
  }

  /** Another token than this one, which the server has refused. */
  synchronized AccessToken after(AccessToken refused)
      throws UsageException, AuthException, ApiException, TransportException {
    IdentityLogin.Granted known = granted;
    return known == null || known.credential().token().equals(refused) ? exchanged() : current();
  }

  private AccessToken exchanged()
      throws UsageException, AuthException, ApiException, TransportException {
    IdentityLogin.Granted now = exchange.grant();
    granted = now;
    now.warnings().stream().filter(warned::add).forEach(warnings);
    return now.credential().token();
  }

  private static Instant lastUse(TokenLife life) {
    Instant inTime = life.end().minus(LAST);
    return inTime.isAfter(life.renewal()) ? inTime : life.renewal();
  }
}

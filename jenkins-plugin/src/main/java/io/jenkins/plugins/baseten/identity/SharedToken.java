package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import io.github.basetenci.auth.IdentityLogin.Granted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The access token that all blocks of a build share. Callers that come during an exchange wait for it, and start
 * no other exchange.
 */
final class SharedToken {
    private static final Logger LOGGER = Logger.getLogger(SharedToken.class.getName());

    /** The longest time for which a command waits for a new token while the old token is still valid. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The time between two attempts to renew a token that is still valid. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    @CheckForNull
    private Granted current;

    @CheckForNull
    private Future<Granted> pending;

    private Instant nextAttempt = Instant.MIN;

    /**
     * The token. If it is due for renewal, or missing, the token of a new exchange. A renewal that fails is tried
     * again, and the token that is still valid stays in use meanwhile.
     *
     * @throws ExecutionException if there is no valid token and the exchange fails
     */
    @NonNull
    Granted get(@NonNull Callable<Granted> exchange, @NonNull InstantSource clock)
            throws ExecutionException, InterruptedException {
        Granted valid;
        Future<Granted> next;
        synchronized (this) {
            Instant now = clock.instant();
            valid = current != null && now.isBefore(current.life().end()) ? current : null;
            if (valid != null && (now.isBefore(valid.life().renewal()) || now.isBefore(nextAttempt))) {
                return valid;
            }
            if (pending == null) {
                pending = Computer.threadPoolForRemoting.submit(() -> renew(exchange, clock));
            }
            next = pending;
        }
        if (valid == null) {
            return next.get();
        }
        try {
            return next.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.log(Level.FINE, "the token that is still valid stays in use", e);
            return valid;
        }
    }

    private Granted renew(Callable<Granted> exchange, InstantSource clock) throws Exception {
        Granted granted = null;
        try {
            granted = exchange.call();
            return granted;
        } finally {
            synchronized (this) {
                pending = null;
                nextAttempt = granted == null ? clock.instant().plus(PAUSE) : Instant.MIN;
                if (granted != null) {
                    current = granted;
                }
            }
        }
    }
}

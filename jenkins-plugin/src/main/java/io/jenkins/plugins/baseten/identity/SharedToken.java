package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Computer;
import io.github.basetenci.auth.IdentityLogin.Granted;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The access token that all blocks of a build share. An attempt to get one belongs to the location that it asks for the
 * identity token, such as an agent: callers at the same location wait for it and start no other, and its failure is not
 * that of another location.
 */
final class SharedToken {
    private static final Logger LOGGER = Logger.getLogger(SharedToken.class.getName());

    /** The longest time for which a command waits for a new token while the old token is still valid. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The longest time for which a command waits without a token. An exchange takes 30 seconds at most. */
    private static final Duration LONGEST = Duration.ofSeconds(35);

    /**
     * The time after the first failed attempt to renew a token that is still valid. It is shorter than the period of
     * the renewals, so that the next of them tries again. Each further failure doubles it. When the token has ended,
     * commands do not wait for it.
     */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(40);

    /**
     * The time for which a failure also answers the next callers. Branches ask one after the other, so without it
     * each of them would wait for a failure of its own.
     */
    private static final Duration FAILURE_AGE = Duration.ofSeconds(5);

    private final Duration longest;

    @CheckForNull
    private Granted current;

    private final Map<String, Location> locations = new HashMap<>();

    /** The attempts at one location. */
    private static final class Location {
        @CheckForNull
        private Attempt pending;

        @CheckForNull
        private Failure last;

        void fail(Throwable reason, Instant now) {
            pending = null;
            last = new Failure(reason, now, last == null ? FIRST_PAUSE : last.longerPause());
        }
    }

    /** An exchange that runs. */
    private static final class Attempt {
        /** Set before another thread sees the attempt. */
        @CheckForNull
        private Future<Granted> result;
    }

    /** Why the last attempt failed, when, and the time until a token that is still valid is renewed again. */
    private record Failure(
            @NonNull Throwable reason,
            @NonNull Instant at,
            @NonNull Duration pause) {
        @NonNull
        Duration longerPause() {
            Duration doubled = pause.multipliedBy(2);
            return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }

        /** A clock that was set back does not lengthen the time. */
        boolean isYoungerThan(@NonNull Duration age, @NonNull Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(age));
        }
    }

    SharedToken() {
        this(LONGEST);
    }

    SharedToken(@NonNull Duration longest) {
        this.longest = longest;
    }

    /**
     * The token. If it is due for renewal, or missing, the token of a new exchange. A renewal that fails is tried
     * again, and the token that is still valid stays in use meanwhile.
     *
     * @param name the location that the exchange asks for the identity token
     * @throws ExecutionException if there is no valid token and the exchange fails, or does not end in time
     */
    @NonNull
    Granted get(@NonNull String name, @NonNull Callable<Granted> exchange, @NonNull InstantSource clock)
            throws ExecutionException, InterruptedException {
        Granted valid;
        Location location;
        Attempt attempt;
        Future<Granted> next;
        synchronized (this) {
            Instant now = clock.instant();
            valid = current != null && now.isBefore(current.life().end()) ? current : null;
            if (valid != null && now.isBefore(valid.life().renewal())) {
                return valid;
            }
            location = locations.computeIfAbsent(name, any -> new Location());
            attempt = location.pending;
            if (attempt == null) {
                Failure last = location.last;
                if (last != null && last.isYoungerThan(valid == null ? FAILURE_AGE : last.pause(), now)) {
                    if (valid == null) {
                        throw new ExecutionException(last.reason());
                    }
                    return valid;
                }
                attempt = start(location, exchange, clock);
            }
            next = Objects.requireNonNull(attempt.result, "set where the attempt is started");
        }
        try {
            return next.get((valid == null ? longest : PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (valid != null) {
                LOGGER.log(Level.FINE, "the token that is still valid stays in use", e);
                return valid;
            }
            if (e instanceof ExecutionException failed) {
                throw failed;
            }
            giveUp(location, attempt, e, clock);
            throw new ExecutionException(e);
        }
    }

    private Attempt start(Location location, Callable<Granted> exchange, InstantSource clock) {
        Attempt attempt = new Attempt();
        attempt.result = Computer.threadPoolForRemoting.submit(() -> run(location, attempt, exchange, clock));
        location.pending = attempt;
        return attempt;
    }

    private Granted run(Location location, Attempt attempt, Callable<Granted> exchange, InstantSource clock)
            throws Exception {
        try {
            Granted granted = exchange.call();
            succeed(location, attempt, granted);
            return granted;
        } catch (Exception | Error e) {
            giveUp(location, attempt, e, clock);
            throw e;
        }
    }

    /** A token serves all locations, so no location needs another attempt before it is due. */
    private synchronized void succeed(Location location, Attempt attempt, Granted granted) {
        if (location.pending == attempt) {
            location.pending = null;
        }
        locations.values().forEach(each -> each.last = null);
        // An attempt that was given up may end after a newer one.
        if (current == null || !granted.life().begin().isBefore(current.life().begin())) {
            current = granted;
        }
    }

    /** Notes a failure, unless a newer attempt has begun. */
    private synchronized void giveUp(Location location, Attempt attempt, Throwable reason, InstantSource clock) {
        if (location.pending == attempt) {
            location.fail(reason, clock.instant());
        }
    }
}

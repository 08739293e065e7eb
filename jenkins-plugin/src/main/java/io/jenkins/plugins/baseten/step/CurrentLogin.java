package io.jenkins.plugins.baseten.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Computer;
import hudson.model.Run;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.PrivateLogin;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import io.jenkins.plugins.baseten.identity.BlockAgent;
import io.jenkins.plugins.baseten.identity.BuildTokens;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.leases.KeyScope;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.login.LoginDirectory;
import io.jenkins.plugins.baseten.login.ResolvedLogin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The login of a running block with the current keys and access tokens, in variables and in files. This object
 * has them in memory, so it is not stored: after a restart the block makes a new object.
 */
final class CurrentLogin {
    private static final Logger LOGGER = Logger.getLogger(CurrentLogin.class.getName());

    /** The longest time for which a command waits for the files with a new key. */
    private static final Duration FILES_WAIT = Duration.ofSeconds(5);

    /** The time after which a lookup is repeated, because a store outside of Jenkins announces no changes. */
    private static final Duration LOOKUP_AGE = Duration.ofMinutes(1);

    private final List<BasetenLogin> wanted;

    /** The name of the block among the users of keys. */
    private final String block;

    /** The directory of the files, or null if the login has only variables. */
    @CheckForNull
    private final LoginDirectory files;

    private final BlockAgent agent;

    /** Prints a line into the log of the build. */
    private final Consumer<String> log;

    /**
     * Held during a lookup, so that commands which start at once share it. A lookup may wait for an exchange, and the end
     * of the block does not wait for it, so the monitor of this object, which guards the fields below, is never held
     * during a lookup or a write.
     */
    private final Lock lookups = new ReentrantLock();

    /** The logins, by their index, whose too short token the build knows of. Guarded by {@link #lookups}. */
    private final Set<Integer> toldTooShort = new HashSet<>();

    @CheckForNull
    private Keys keys;

    /** The keys that the files contain; null if they are not known, for example after a restart. */
    @CheckForNull
    private Keys filed;

    @CheckForNull
    private CompletableFuture<Void> writing;

    private boolean closed;

    /** The result of the last lookup. */
    private record Keys(List<ResolvedLogin> logins, PrivateLogin login, long change, long nanos) {
        boolean isFresh() {
            return change == StoreChanges.count()
                    && System.nanoTime() - nanos < LOOKUP_AGE.toNanos()
                    && logins.stream()
                            .flatMap(login -> login.renewal().stream())
                            .allMatch(BuildTokens.now()::isBefore);
        }

        boolean hasTokens() {
            return logins.stream().anyMatch(login -> login.granted() != null);
        }

        boolean isOver() {
            return logins.stream().anyMatch(login -> login.isOver(BuildTokens.now()));
        }

        boolean sameAs(@CheckForNull Keys other) {
            return other != null && plans(logins).equals(plans(other.logins));
        }

        /** These keys, with the time of a lookup that is made now. */
        Keys renewed(long atChange) {
            return new Keys(logins, login, atChange, System.nanoTime());
        }
    }

    CurrentLogin(
            @NonNull List<BasetenLogin> wanted,
            @NonNull String block,
            @CheckForNull LoginDirectory files,
            @NonNull BlockAgent agent,
            @NonNull Consumer<String> log) {
        this.wanted = List.copyOf(wanted);
        this.block = block;
        this.files = files;
        this.agent = agent;
        this.log = log;
    }

    /**
     * Notes the keys that were looked up, and written into the files, before the block began.
     *
     * @param change the count of changes before the lookup
     */
    synchronized void begin(@NonNull List<ResolvedLogin> resolved, long change) throws AbortException {
        keys = keys(resolved, change);
        filed = keys;
    }

    /**
     * The variables with the current keys. The keys are looked up again after a change of a store, tokens are
     * renewed when they are due, and the files are rewritten after a change of a key or token.
     */
    @NonNull
    PrivateLogin get(@NonNull Run<?, ?> run) throws AbortException, InterruptedException {
        Keys now = current(run);
        if (now == null) {
            // The block has released its keys and releases none later, so the build holds keys that are looked up now.
            try (KeyScope scope = KeyScope.build()) {
                return keys(ResolvedLogin.all(wanted, run, agent), StoreChanges.count())
                        .login();
            }
        }
        await(write());
        return now.login();
    }

    /** Brings the variables and the files up to date, unless the block is over. */
    void refresh(@NonNull Run<?, ?> run) throws AbortException, InterruptedException {
        if (current(run) != null) {
            await(write());
        }
    }

    /** Whether the block has an access token, as far as is known; after a restart nothing is known yet. */
    synchronized boolean mayHaveTokens() {
        return keys == null || keys.hasTokens();
    }

    /** The current keys; null if the block is over, also if it ended during the lookup. */
    @CheckForNull
    private Keys current(Run<?, ?> run) throws AbortException, InterruptedException {
        lookups.lockInterruptibly();
        try {
            Keys before;
            synchronized (this) {
                if (closed || keys != null && keys.isFresh()) {
                    return closed ? null : keys;
                }
                before = keys;
            }
            Keys found;
            try {
                found = lookup(run, before);
            } finally {
                if (isClosed()) {
                    // The lookup may have held keys after the block released its own.
                    HeldKeysAction.release(run, block);
                }
            }
            synchronized (this) {
                if (closed) {
                    return null;
                }
                keys = found;
                return found;
            }
        } finally {
            lookups.unlock();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Keys lookup(Run<?, ?> run, @CheckForNull Keys before) throws AbortException, InterruptedException {
        long change = StoreChanges.count();
        try (KeyScope scope = KeyScope.block(block)) {
            return keys(usable(ResolvedLogin.all(wanted, run, agent), before), change);
        } catch (AbortException | RuntimeException e) {
            if (before == null || before.isOver()) {
                throw e;
            }
            // A user who deletes a credential does not intend to stop the builds that already have its key.
            LOGGER.log(Level.FINE, "the block goes on with the keys it has", e);
            return before.renewed(change);
        }
    }

    /**
     * The logins that were found. A login whose token truss could not use keeps the one that it had as long as that is
     * valid, and the build is told once; the other logins get what was found for them.
     */
    private List<ResolvedLogin> usable(List<ResolvedLogin> found, @CheckForNull Keys before) throws AbortException {
        LoginDirectory directory = files;
        if (directory == null) {
            return found;
        }
        List<ResolvedLogin> usable = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            try {
                directory.checkForTruss(found.get(i));
                toldTooShort.remove(i);
                usable.add(found.get(i));
            } catch (AbortException e) {
                ResolvedLogin old = before == null ? null : before.logins().get(i);
                if (old == null || old.isOver(BuildTokens.now())) {
                    throw e;
                }
                if (toldTooShort.add(i)) {
                    log.accept(Messages.renewed_too_short(e.getMessage()));
                }
                usable.add(old);
            }
        }
        return List.copyOf(usable);
    }

    private Keys keys(List<ResolvedLogin> resolved, long change) throws AbortException {
        List<LoginPlan> plans = plans(resolved);
        PrivateLogin login = files == null ? PrivateLogin.inVariables(plans.get(0)) : files.login(plans);
        return new Keys(resolved, login, change, System.nanoTime());
    }

    private static List<LoginPlan> plans(List<ResolvedLogin> logins) {
        return logins.stream().map(ResolvedLogin::plan).toList();
    }

    /**
     * Starts to rewrite the files if they do not contain the newest keys. Returns null if there is nothing to wait
     * for.
     */
    @CheckForNull
    private synchronized Future<Void> write() {
        LoginDirectory directory = files;
        if (closed || directory == null || keys == null || keys.sameAs(filed)) {
            return null;
        }
        if (writing == null || writing.isDone()) {
            writing = CompletableFuture.runAsync(() -> writeUntilCurrent(directory), Computer.threadPoolForRemoting);
        }
        return writing;
    }

    /**
     * Rewrites the files until they contain the newest keys, because a key may change again while the files are
     * written.
     */
    private void writeUntilCurrent(LoginDirectory directory) {
        while (true) {
            Keys newest;
            synchronized (this) {
                newest = keys;
                if (closed || newest == null || newest.sameAs(filed)) {
                    writing = null;
                    return;
                }
            }
            try {
                directory.replace(newest.logins());
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
            synchronized (this) {
                filed = newest;
            }
        }
    }

    private static void await(@CheckForNull Future<?> writing) throws InterruptedException {
        if (writing == null) {
            return;
        }
        try {
            writing.get(FILES_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The next command tries again. The variables already have the new key.
            LOGGER.log(Level.FINE, "the files of a login are not yet rewritten", e);
        }
    }

    /**
     * Ends the login: no further write begins, and keys that are looked up later are not those of the block. A write that
     * has begun is awaited for a while, and a lookup is not.
     *
     * @return whether no write runs any more
     */
    boolean close() throws InterruptedException {
        CompletableFuture<Void> pending;
        synchronized (this) {
            closed = true;
            pending = writing;
        }
        await(pending);
        return pending == null || pending.isDone();
    }

    /** Calls an action when the write that was running when the login ended has ended, so that nothing is deleted under it. */
    void afterWriting(@NonNull Runnable action) {
        CompletableFuture<Void> pending;
        synchronized (this) {
            pending = writing == null ? CompletableFuture.completedFuture(null) : writing;
        }
        pending.whenCompleteAsync((nothing, failure) -> action.run(), Computer.threadPoolForRemoting);
    }
}

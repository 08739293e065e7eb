package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.security.ImpersonatingExecutorService;

/** Runs rotations as SYSTEM, each by one thread at a time and few at once. */
final class RotationWorkers {
    /** At most so many rotations that began by themselves are queued or at work; the next waits for its turn. */
    static final int STARTS = 10;

    private static final int THREADS = 4;

    /** Enough for a step that asks the server; a request that is cut leaves a key that a person must decide about. */
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, new NamingThreadFactory(new DaemonThreadFactory(), "baseten-rotation"));
    private final ExecutorService executor = new ImpersonatingExecutorService(threads, ACL.SYSTEM2);

    /** What is queued or at work, with the unclaimed key for a run that is to follow. */
    private final Map<UnfinishedRotation, Run> runs = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** A run, and whether another one is wanted after it. */
    private record Run(
            boolean begun, boolean again, @CheckForNull String unclaimedKey) {}

    /** How many are queued or at work. */
    int busy() {
        return runs.size();
    }

    /** Has a rotation go on that is not at work. */
    void offer(@NonNull UnfinishedRotation rotation, @NonNull Consumer<PastRotation> ended) {
        if (!runs.containsKey(rotation)) {
            demand(rotation, null, ended);
        }
    }

    /**
     * Has a rotation go on; one that is at work does so once more after it.
     *
     * @param ended told of a rotation that came to its end
     */
    void demand(
            @NonNull UnfinishedRotation rotation,
            @CheckForNull String unclaimedKey,
            @NonNull Consumer<PastRotation> ended) {
        boolean[] first = new boolean[1];
        runs.compute(rotation, (key, run) -> {
            if (run == null) {
                first[0] = true;
                return new Run(false, false, unclaimedKey);
            }
            return new Run(run.begun(), run.begun(), unclaimedKey == null ? run.unclaimedKey() : unclaimedKey);
        });
        if (first[0] && !closed) {
            executor.execute(() -> {
                try {
                    work(rotation, ended);
                } catch (RuntimeException | Error e) {
                    // Else nobody could ever have it go on.
                    runs.remove(rotation);
                    throw e;
                }
            });
        }
    }

    private void work(UnfinishedRotation rotation, Consumer<PastRotation> ended) {
        while (!closed) {
            String[] unclaimedKey = new String[1];
            runs.computeIfPresent(rotation, (key, run) -> {
                unclaimedKey[0] = run.unclaimedKey();
                return new Run(true, false, null);
            });
            try {
                Optional<PastRotation> past = rotation.run(unclaimedKey[0]);
                if (past.isPresent()) {
                    ended.accept(past.get());
                    runs.remove(rotation);
                    return;
                }
            } catch (InterruptedException e) {
                // Jenkins ends; what the disk has is where the next start goes on.
                Thread.currentThread().interrupt();
                runs.remove(rotation);
                return;
            }
            Run left = runs.computeIfPresent(rotation, (key, run) -> run.again() ? run : null);
            if (Objects.isNull(left)) {
                return;
            }
        }
    }

    /** Lets what is at work come to a point where it can go on later, and begins nothing more. */
    void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

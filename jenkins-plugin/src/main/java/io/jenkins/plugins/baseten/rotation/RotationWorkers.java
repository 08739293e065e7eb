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

/** Runs rotations as SYSTEM. Each rotation has one thread at a time, and only a few rotations run at once. */
final class RotationWorkers {
    /** A rotation begins by itself only while fewer rotations than this number are queued or running. */
    static final int STARTS = 10;

    private static final int THREADS = 4;

    /**
     * The time that Jenkins waits for running steps when it ends. It is enough for one request to the server: a
     * request that is cut off can leave a key that a person must decide about.
     */
    private static final Duration LAST_STEP = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, new NamingThreadFactory(new DaemonThreadFactory(), "baseten-rotation"));
    private final ExecutorService executor = new ImpersonatingExecutorService(threads, ACL.SYSTEM2);

    /** The queued and running rotations, each with the unclaimed key for its next run. */
    private final Map<UnfinishedRotation, Run> runs = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** A run of a rotation, and whether another run must follow it. */
    private record Run(
            boolean begun, boolean again, @CheckForNull String unclaimedKey) {}

    /** The number of queued and running rotations. */
    int busy() {
        return runs.size();
    }

    /** Resumes a rotation, unless it is queued or running. */
    void offer(@NonNull UnfinishedRotation rotation, @NonNull Consumer<PastRotation> ended) {
        if (!runs.containsKey(rotation)) {
            demand(rotation, null, ended);
        }
    }

    /**
     * Resumes a rotation. A rotation that is running gets another run afterwards.
     *
     * @param ended is called with a rotation that is finished
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
                    // An entry that stays here would block every later run of the rotation.
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
                // Jenkins ends. The next start of Jenkins goes on from the state on the disk.
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

    /** Begins no further run, and waits until the running rotations reach a point from which they can go on later. */
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

package io.github.basetenci.managed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs rotations. Each rotation has one thread at a time. */
final class RotationWorkers<K> {
  private final ExecutorService executor;
  private final BiConsumer<UnfinishedRotation<K>, PastRotation> ended;

  /** The queued and running rotations, each with the unclaimed key for its next run. */
  private final Map<UnfinishedRotation<K>, Run> runs = new HashMap<>();

  private volatile boolean closed;

  /** A run of a rotation, and whether another run must follow it. */
  private record Run(boolean begun, boolean again, @Nullable String unclaimedKey) {}

  /**
   * @param ended is called with each rotation that is finished, before it counts as not running
   */
  RotationWorkers(ExecutorService executor, BiConsumer<UnfinishedRotation<K>, PastRotation> ended) {
    this.executor = executor;
    this.ended = ended;
  }

  /** The number of queued and running rotations. */
  synchronized int busy() {
    return runs.size();
  }

  /** Waits until fewer rotations than this number are queued or running. */
  synchronized void awaitFewerThan(int number) throws InterruptedException {
    while (runs.size() >= number && !closed) {
      wait();
    }
  }

  /** Resumes a rotation, unless it is queued or running. */
  void offer(UnfinishedRotation<K> rotation) {
    if (first(rotation, null, false)) {
      execute(rotation);
    }
  }

  /** Resumes a rotation. A rotation that is running gets another run afterwards. */
  void demand(UnfinishedRotation<K> rotation, @Nullable String unclaimedKey) {
    if (first(rotation, unclaimedKey, true)) {
      execute(rotation);
    }
  }

  private synchronized boolean first(
      UnfinishedRotation<K> rotation, @Nullable String unclaimedKey, boolean again) {
    if (closed) {
      return false;
    }
    Run run = runs.get(rotation);
    if (run == null) {
      runs.put(rotation, new Run(false, false, unclaimedKey));
      return true;
    }
    if (again) {
      String key = unclaimedKey == null ? run.unclaimedKey() : unclaimedKey;
      runs.put(rotation, new Run(run.begun(), run.begun(), key));
    }
    return false;
  }

  private void execute(UnfinishedRotation<K> rotation) {
    try {
      executor.execute(() -> work(rotation));
    } catch (RejectedExecutionException e) {
      // The engine is closed. Its next start goes on from the state on the disk.
      remove(rotation);
    }
  }

  private void work(UnfinishedRotation<K> rotation) {
    boolean there = true;
    try {
      while (there) {
        Run run = begin(rotation);
        if (run == null) {
          return;
        }
        Optional<PastRotation> past = rotation.run(run.unclaimedKey());
        if (past.isPresent()) {
          ended.accept(rotation, past.get());
          return;
        }
        there = isWantedAgain(rotation);
      }
    } catch (InterruptedException e) {
      // The engine is closed. Its next start goes on from the state on the disk.
      Thread.currentThread().interrupt();
    } finally {
      // An entry that stays here would block every later run of the rotation.
      if (there) {
        remove(rotation);
      }
    }
  }

  /** The next run; null if none may begin any more. */
  private synchronized @Nullable Run begin(UnfinishedRotation<K> rotation) {
    Run run = closed ? null : runs.get(rotation);
    if (run != null) {
      runs.put(rotation, new Run(true, false, null));
    }
    return run;
  }

  /** Whether another run must follow; if not, the rotation counts as not running from now on. */
  private synchronized boolean isWantedAgain(UnfinishedRotation<K> rotation) {
    Run run = runs.get(rotation);
    boolean again = run != null && run.again();
    if (!again) {
      remove(rotation);
    }
    return again;
  }

  private synchronized void remove(UnfinishedRotation<K> rotation) {
    runs.remove(rotation);
    notifyAll();
  }

  /**
   * Begins no further run, and waits until the running rotations reach a point from which they can
   * go on later. A request that is cut off can leave a key that a person must decide about.
   *
   * @param atMost after this time the threads are interrupted
   */
  void close(Duration atMost) {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    executor.shutdown();
    try {
      if (!executor.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

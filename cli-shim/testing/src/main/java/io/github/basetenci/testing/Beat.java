package io.github.basetenci.testing;

import java.time.Duration;

/**
 * A clock that runs slower on a busy machine, because a test runs slower there too. It compares the
 * time of a small piece of work with the shortest time that this work ever took. If the work takes
 * six times as long, a second counts as a sixth of a second.
 */
final class Beat {
  private static final int WORK = 4_000_000;

  private final long pauseMillis;
  private long quickest = Long.MAX_VALUE;
  private volatile long result = 1;

  /**
   * @param pause the time between two measurements
   */
  Beat(Duration pause) {
    this.pauseMillis = pause.toMillis();
  }

  /**
   * Waits for one pause.
   *
   * @return the share of the pause that a test could use, from nearly 0 on a fully busy machine to
   *     1
   */
  double next() throws InterruptedException {
    Thread.sleep(pauseMillis);
    long begin = System.nanoTime();
    work();
    long took = Math.max(1, System.nanoTime() - begin);
    quickest = Math.min(quickest, took);
    return (double) quickest / took;
  }

  private void work() {
    long x = result;
    for (int i = 0; i < WORK; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    result = x;
  }
}

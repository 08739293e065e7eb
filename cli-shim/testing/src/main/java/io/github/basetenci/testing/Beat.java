package io.github.basetenci.testing;

import java.time.Duration;

/**
 * A clock that runs slower on a busy machine, as a test does. It compares how long a small piece of
 * work took with the quickest time that the same work ever took: on a machine with six times its
 * load, a second counts a sixth.
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
   * @return how much of it a test could use, from nearly 0 on a machine without time for us to 1
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

package io.github.basetenci.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A simulated time for the code under test. It advances by each simulated wait, which takes no real
 * time. It does not advance while this machine is slow.
 */
public final class WaitedTime {
  private final AtomicLong nanos = new AtomicLong();

  /** A monotonic clock in nanoseconds. */
  public long nanos() {
    return nanos.get();
  }

  /**
   * Advances the simulated time. Like a real wait, it throws an exception if this thread is
   * interrupted.
   */
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    nanos.addAndGet(time.toNanos());
  }

  /** The length of all waits together. */
  public Duration passed() {
    return Duration.ofNanos(nanos.get());
  }
}

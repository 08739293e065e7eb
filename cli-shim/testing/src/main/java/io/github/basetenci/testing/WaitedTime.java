package io.github.basetenci.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of what is tested: it passes when somebody waits, which takes no time, and stands still
 * while this machine is slow.
 */
public final class WaitedTime {
  private final AtomicLong nanos = new AtomicLong();

  /** A monotonic clock in nanoseconds. */
  public long nanos() {
    return nanos.get();
  }

  /** Waits without waiting; like a real wait, not when this thread is interrupted. */
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    nanos.addAndGet(time.toNanos());
  }

  /** How long all waits together were. */
  public Duration passed() {
    return Duration.ofNanos(nanos.get());
  }
}

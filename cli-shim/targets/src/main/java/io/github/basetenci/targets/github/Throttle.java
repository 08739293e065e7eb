package io.github.basetenci.targets.github;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the next request may leave, for all threads that share a token. A few writes go at once,
 * then one a second, as GitHub asks of those who send many; and when one thread has met a limit,
 * all leave GitHub alone for the time that it names.
 */
final class Throttle {
  private static final long BETWEEN_WRITES = Duration.ofSeconds(1).toNanos();

  /** With one a second that is 75 in the first minute; more than 80 writes a minute are refused. */
  private static final long AT_ONCE = 15;

  private final LongSupplier nanoTicker;
  private final long start;

  /** Times are nanoseconds since the start. */
  private long pausedUntil;

  /** When the writes so far would be through at one a second. */
  private long writesThrough;

  /**
   * @param nanoTicker a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  Throttle(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.start = nanoTicker.getAsLong();
  }

  /** Reserves one write, and tells how long to wait for it. */
  synchronized Duration reserveWrite() {
    long now = now();
    long at = Math.max(now, writesThrough - (AT_ONCE - 1) * BETWEEN_WRITES);
    writesThrough = Math.max(at, writesThrough) + BETWEEN_WRITES;
    return Duration.ofNanos(at - now);
  }

  /** Lets no request leave for the given time. */
  synchronized void pause(Duration time) {
    pausedUntil = Math.max(pausedUntil, now() + time.toNanos());
  }

  /** How much longer no request may leave. */
  synchronized Duration pauseLeft() {
    return Duration.ofNanos(Math.max(0, pausedUntil - now()));
  }

  private long now() {
    return nanoTicker.getAsLong() - start;
  }
}

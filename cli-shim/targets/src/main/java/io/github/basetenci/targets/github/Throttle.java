package io.github.basetenci.targets.github;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when the next request may be sent, for all threads that share a token. A few writes are
 * sent at once, then one each second, as GitHub asks clients that send many requests. If GitHub
 * reports a limit to one thread, no thread sends a request for the time that GitHub names.
 */
final class Throttle {
  private static final long BETWEEN_WRITES = Duration.ofSeconds(1).toNanos();

  /**
   * The number of writes that are sent at once. With one more each second, 75 writes are sent in
   * the first minute. GitHub refuses more than 80 writes in a minute.
   */
  private static final long AT_ONCE = 15;

  private final LongSupplier nanoTicker;
  private final long start;

  /** No request may be sent before this time, in nanoseconds since the start. */
  private long pausedUntil;

  /** The end of all writes so far if one were sent each second, in nanoseconds since the start. */
  private long writesThrough;

  /**
   * @param nanoTicker a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  Throttle(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
    this.start = nanoTicker.getAsLong();
  }

  /** Reserves one write, and returns how long the caller must wait before it. */
  synchronized Duration reserveWrite() {
    long now = now();
    long at = Math.max(now, writesThrough - (AT_ONCE - 1) * BETWEEN_WRITES);
    writesThrough = Math.max(at, writesThrough) + BETWEEN_WRITES;
    return Duration.ofNanos(at - now);
  }

  /** Prevents requests for the given time. */
  synchronized void pause(Duration time) {
    pausedUntil = Math.max(pausedUntil, now() + time.toNanos());
  }

  /** The remaining time in which no request may be sent. */
  synchronized Duration pauseLeft() {
    return Duration.ofNanos(Math.max(0, pausedUntil - now()));
  }

  private long now() {
    return nanoTicker.getAsLong() - start;
  }
}

package io.github.basetenci.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time limit of a whole command, which includes all of its requests and waits. */
public final class Deadline {
  private final LongSupplier nanoTicker;
  private final long endNanos;
  private final Duration total;

  private Deadline(LongSupplier nanoTicker, long endNanos, Duration total) {
    this.nanoTicker = nanoTicker;
    this.endNanos = endNanos;
    this.total = total;
  }

  /**
   * A deadline counted from now.
   *
   * @param total the time to spend, positive
   * @param nanoTicker a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  public static Deadline after(Duration total, LongSupplier nanoTicker) {
    if (total.isNegative() || total.isZero()) {
      throw new IllegalArgumentException("a deadline needs a positive duration");
    }
    return new Deadline(nanoTicker, nanoTicker.getAsLong() + total.toNanos(), total);
  }

  /** The time left, zero once the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - nanoTicker.getAsLong()));
  }

  /** Whether no time is left. */
  public boolean isExpired() {
    return remaining().isZero();
  }

  /** The time that was given at the start. */
  public Duration total() {
    return total;
  }
}

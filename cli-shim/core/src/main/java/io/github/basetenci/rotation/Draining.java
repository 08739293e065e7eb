package io.github.basetenci.rotation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a key that is to be revoked, and that no target has any more.
 *
 * @param since when the last target got another key
 * @param lastUse the latest time at which the key was used, as far as any run has seen; null if
 *     none has seen a time
 */
public record Draining(Instant since, @Nullable Instant lastUse) {
  /**
   * When the key was last used, such as {@code last used 12 minutes ago}; empty if no run has seen
   * a time.
   */
  public String lastUsed(Instant now) {
    if (lastUse == null) {
      return "";
    }
    Duration past = Duration.between(lastUse, now);
    return past.compareTo(Duration.ofSeconds(1)) < 0
        ? "used just now"
        : "last used " + about(past) + " ago";
  }

  /** A length of time in a large unit, rounded down. */
  private static String about(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 120) {
      return DrainTimes.count(seconds, "second");
    }
    if (seconds < 2 * 3600) {
      return DrainTimes.count(seconds / 60, "minute");
    }
    return seconds < 48 * 3600
        ? DrainTimes.count(seconds / 3600, "hour")
        : DrainTimes.count(seconds / 86_400, "day");
  }

  /**
   * The same after a run has seen this last use. A time before the one that was seen earlier
   * changes nothing, because servers may note a use late, and may answer from several copies. A
   * time in the future counts as now, also one that was seen before the clock was set back.
   */
  Draining seen(@Nullable Instant use, Instant now) {
    if (use == null) {
      return this;
    }
    Instant later = lastUse == null || use.isAfter(lastUse) ? use : lastUse;
    return new Draining(since, later.isAfter(now) ? now : later);
  }

  /** The moment that is this long after the last target got another key. */
  public Instant after(Duration time) {
    return later(since, time);
  }

  /** A sum that ends at the last moment that can be written, if the time is too long. */
  static Instant later(Instant from, Duration time) {
    try {
      return from.plus(time);
    } catch (ArithmeticException | DateTimeException e) {
      return Instant.MAX;
    }
  }
}

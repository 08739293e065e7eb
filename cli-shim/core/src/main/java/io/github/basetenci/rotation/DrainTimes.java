package io.github.basetenci.rotation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a key that is to be revoked lives on, counted from the moment when the last target got
 * another key.
 *
 * @param overlap the least time
 * @param quietFor how long nobody must have used the key; zero if that does not matter
 * @param deadline the time after which the key is revoked although it may be in use; null for none.
 *     It never shortens the overlap
 */
public record DrainTimes(Duration overlap, Duration quietFor, @Nullable Duration deadline) {
  public DrainTimes {
    quietFor = quietFor.isNegative() ? Duration.ZERO : quietFor;
  }

  /** The overlap alone. */
  public DrainTimes(Duration overlap) {
    this(overlap, Duration.ZERO, null);
  }

  /** A length of time in the largest unit that shows it exactly, such as 90 minutes. */
  public static String exactly(Duration time) {
    long seconds = time.toSeconds();
    if (seconds == 0) {
      return count(0, "second");
    }
    if (seconds % 86_400 == 0) {
      return count(seconds / 86_400, "day");
    }
    if (seconds % 3600 == 0) {
      return count(seconds / 3600, "hour");
    }
    return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
  }

  static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** Whether the last use of the key matters. */
  public boolean waitsForQuiet() {
    return !quietFor.isZero();
  }
}

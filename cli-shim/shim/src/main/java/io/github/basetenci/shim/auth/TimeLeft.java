package io.github.basetenci.shim.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Words for the end of an access token. */
public final class TimeLeft {
  private TimeLeft() {}

  /**
   * When it ends, and how long that is from now: {@code ends at 2026-11-30T09:00:00Z, in 42 min}.
   */
  public static String until(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    String at = end.truncatedTo(ChronoUnit.SECONDS).toString();
    if (left.isNegative() || left.isZero()) {
      return "ended at " + at;
    }
    return "ends at "
        + at
        + ", in "
        + (left.compareTo(Duration.ofMinutes(2)) < 0
            ? left.toSeconds() + " s"
            : left.toMinutes() + " min");
  }
}

package io.github.basetenci.ephemeral;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Now, as this machine and the server have it. One of the two clocks may be wrong: what may last
 * too long is counted from the later, and what may be deleted too early from the earlier one.
 */
public record ClockBounds(Instant earliest, Instant latest) {
  /**
   * @param server the server's time; null if it did not tell
   */
  public static ClockBounds of(Instant ours, @Nullable Instant server) {
    if (server == null) {
      return new ClockBounds(ours, ours);
    }
    return ours.isBefore(server) ? new ClockBounds(ours, server) : new ClockBounds(server, ours);
  }
}

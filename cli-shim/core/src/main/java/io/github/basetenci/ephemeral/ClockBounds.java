package io.github.basetenci.ephemeral;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current time of this machine and of the server. One of the two clocks may be wrong. The end
 * of a new key is counted from the later time, and whether a key has ended is decided by the
 * earlier time.
 */
public record ClockBounds(Instant earliest, Instant latest) {
  /**
   * @param server the server's time; null if the server did not tell it
   */
  public static ClockBounds of(Instant ours, @Nullable Instant server) {
    if (server == null) {
      return new ClockBounds(ours, ours);
    }
    return ours.isBefore(server) ? new ClockBounds(ours, server) : new ClockBounds(server, ours);
  }
}

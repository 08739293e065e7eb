package io.github.basetenci.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that goes on as the real one does, ahead of it or behind it by a time that may change.
 */
public final class ShiftedClock extends Clock {
  /** How far the clock is ahead of the real one; negative if it is behind. */
  public volatile Duration ahead;

  public ShiftedClock(Duration ahead) {
    this.ahead = ahead;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}

package io.github.basetenci.rotation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** A clock for the sandbox that shows the time of a world. */
final class WorldClock extends Clock {
  private volatile Supplier<Instant> now = () -> Instant.parse("2026-08-18T10:00:00Z");

  void follow(RotationWorld world) {
    now = () -> world.now;
  }

  @Override
  public Instant instant() {
    return now.get();
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

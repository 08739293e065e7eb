package io.github.basetenci.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Lets a key live on for a fixed time.
 *
 * @param length how long, zero or more
 * @param clock tells the time
 */
public record Overlap(Duration length, InstantSource clock) implements Drain {
  @Override
  public Verdict ask(String prefix, Instant since) {
    Instant end = Draining.later(since, length);
    return new Verdict(
        !clock.instant().isBefore(end), "until " + end.truncatedTo(ChronoUnit.SECONDS));
  }
}

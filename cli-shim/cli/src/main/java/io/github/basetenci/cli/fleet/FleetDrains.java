package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.managed.Drains;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.Draining;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a key live on for its overlap, and as long as a target of the file has it that the rotation
 * does not write: somebody may have added the target after the rotation began. The deadline ends
 * this wait.
 */
final class FleetDrains implements Drains<String> {
  private final InstantSource clock;
  private final Drains<String> overlaps;

  /** The prefix of the key that each target had when this run began, by the name of the target. */
  private volatile Map<String, String> read = Map.of();

  FleetDrains(InstantSource clock) {
    this.clock = clock;
    overlaps = Drains.overlaps(clock);
  }

  /** Takes note of what the targets of the file have. */
  void found(FleetReview review) {
    Map<String, String> found = new HashMap<>();
    review.keys().stream()
        .flatMap(key -> key.targets().stream())
        .filter(target -> target.outcome() == TargetReading.Outcome.READ)
        .forEach(target -> found.put(target.target(), String.valueOf(target.prefix())));
    read = found;
  }

  @Override
  public Drain of(RotationRun<String> run) {
    Drain overlap = overlaps.of(run);
    return (prefix, since) -> {
      Drain.Verdict verdict = overlap.ask(prefix, since);
      Optional<String> other = keeps(run, prefix);
      return other.isEmpty() || isLate(run, since)
          ? verdict
          : new Drain.Verdict(
              false,
              "until "
                  + other.get()
                  + " has another key, because this rotation does not write that target");
    };
  }

  private Optional<String> keeps(RotationRun<String> run, String prefix) {
    return read.entrySet().stream()
        .filter(target -> target.getValue().equals(prefix))
        .map(Map.Entry::getKey)
        .filter(target -> !run.order().targets().contains(target))
        .sorted()
        .findFirst();
  }

  private boolean isLate(RotationRun<String> run, Instant since) {
    Duration deadline = run.order().terms().times().deadline();
    return deadline != null && !clock.instant().isBefore(new Draining(since, null).after(deadline));
  }

  @Override
  public boolean mayBeUsed(String prefix, RotationRun<String> run) {
    return overlaps.mayBeUsed(prefix, run);
  }
}

package io.github.basetenci.cli.fleet;

import io.github.basetenci.fleet.Fleet;
import io.github.basetenci.fleet.FleetReview;
import io.github.basetenci.fleet.KeyReview;
import io.github.basetenci.fleet.TargetReading;
import io.github.basetenci.managed.Drains;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.Draining;
import io.github.basetenci.text.Neutralizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a key live on for its overlap, and as long as a target of the file has it that the rotation
 * does not write, or may have it: somebody may have added the target after the rotation began, or
 * taken it out of the file. A key that mints the others lives on as long as a run mints with it.
 * The deadline ends these waits.
 */
final class FleetDrains implements Drains<String> {
  private final InstantSource clock;
  private final FleetServers servers;
  private final Drains<String> overlaps;

  /** The prefix of the key that each target had when this run began, by the name of the target. */
  private volatile Map<String, String> read = Map.of();

  /** The targets of each key that did not tell which key they have, by the id of the key. */
  private volatile Map<String, List<String>> silent = Map.of();

  FleetDrains(InstantSource clock, FleetServers servers) {
    this.clock = clock;
    this.servers = servers;
    overlaps = Drains.overlaps(clock);
  }

  /** Takes note of what the targets of the file have. */
  void found(Fleet fleet, FleetReview review) {
    Map<String, String> found = new HashMap<>();
    Map<String, List<String>> untold = new HashMap<>();
    for (KeyReview key : review.keys()) {
      List<String> names = new ArrayList<>();
      for (TargetReading target : key.targets()) {
        if (target.outcome() == TargetReading.Outcome.READ) {
          found.put(target.target(), String.valueOf(target.prefix()));
        } else {
          names.add(target.target());
        }
      }
      untold.put(fleet.id(key.key()), names);
    }
    read = found;
    silent = untold;
  }

  @Override
  public Drain of(RotationRun<String> run) {
    Drain overlap = overlaps.of(run);
    return (prefix, since) -> {
      Optional<String> user = isLate(run, since) ? Optional.empty() : user(run, prefix);
      return user.isEmpty()
          ? overlap.ask(prefix, since)
          : new Drain.Verdict(false, "until " + user.get());
    };
  }

  /** What ends the use of a key that is known to be in use, as a clause after "until". */
  private Optional<String> user(RotationRun<String> run, String prefix) {
    String workspace = run.order().terms().minting();
    return servers.mintsWith(workspace, prefix)
        ? Optional.of(
            "the minting key of "
                + Neutralizer.line(workspace)
                + " is another one, because this run still uses the old one")
        : keeps(run, prefix)
            .map(
                target ->
                    target + " has another key, because this rotation does not write that target")
            .or(() -> dropped(run))
            .or(
                () ->
                    mayKeep(run)
                        .map(
                            target ->
                                "the deadline, because this rotation does not write "
                                    + target
                                    + ", which does not tell the key that it has"));
  }

  private static Optional<String> dropped(RotationRun<String> run) {
    return run.droppedTargets().get().stream()
        .findFirst()
        .map(
            target ->
                "the deadline, because the file no longer names "
                    + target
                    + ", which may still have it");
  }

  private Optional<String> mayKeep(RotationRun<String> run) {
    return run.back()
        ? Optional.empty()
        : silent.getOrDefault(run.id(), List.of()).stream()
            .filter(target -> !run.order().targets().contains(target))
            .findFirst();
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

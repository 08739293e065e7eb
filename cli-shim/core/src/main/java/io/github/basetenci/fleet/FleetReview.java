package io.github.basetenci.fleet;

import io.github.basetenci.fleet.FleetFinding.Level;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a review has found.
 *
 * @param at when
 */
public record FleetReview(Instant at, List<WorkspaceReview> workspaces) {
  public FleetReview {
    workspaces = List.copyOf(workspaces);
  }

  /** All keys of the file. */
  public List<KeyReview> keys() {
    return workspaces.stream().flatMap(workspace -> workspace.keys().stream()).toList();
  }

  /** How many findings of a level there are. */
  public long count(Level level) {
    return workspaces.stream()
        .flatMap(
            workspace ->
                Stream.concat(
                    workspace.findings().stream(),
                    workspace.keys().stream().flatMap(key -> key.findings().stream())))
        .filter(finding -> finding.level() == level)
        .count();
  }

  /** Whether nothing is due, has drifted or is unknown. */
  public boolean isQuiet() {
    return count(Level.DUE) + count(Level.DRIFT) + count(Level.PROBLEM) == 0;
  }
}

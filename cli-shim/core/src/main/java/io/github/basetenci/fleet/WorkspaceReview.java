package io.github.basetenci.fleet;

import java.util.List;

/**
 * What a review has found about a workspace.
 *
 * @param keys the keys that the file names, in its order
 * @param findings what was found about the workspace as a whole
 */
public record WorkspaceReview(
    FleetWorkspace workspace, List<KeyReview> keys, List<FleetFinding> findings) {
  public WorkspaceReview {
    keys = List.copyOf(keys);
    findings = List.copyOf(findings);
  }

  /** A workspace that could not be asked. */
  public static WorkspaceReview failed(
      FleetWorkspace workspace, List<KeyReview> keys, String problem) {
    return new WorkspaceReview(
        workspace, keys, List.of(FleetFinding.of(FleetFinding.Kind.WORKSPACE_FAILED, problem)));
  }
}

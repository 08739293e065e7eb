package io.github.basetenci.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a review has found about a key of the file.
 *
 * @param current the key as the server lists it, null if it is not found
 * @param due when it is to be rotated, null if that is not known or never
 * @param targets what its targets say
 * @param findings what was found
 */
public record KeyReview(
    FleetKey key,
    @Nullable ApiKeyInfo current,
    @Nullable Instant due,
    List<TargetReading> targets,
    List<FleetFinding> findings) {
  public KeyReview {
    targets = List.copyOf(targets);
    findings = List.copyOf(findings);
  }

  /** Whether something of this kind was found. */
  public boolean has(FleetFinding.Kind kind) {
    return findings.stream().anyMatch(finding -> finding.kind() == kind);
  }
}

package io.github.basetenci.managed;

import io.github.basetenci.rotation.DrainTimes;
import java.time.Instant;
import java.util.List;

/**
 * What was ordered when a rotation began. With it a rotation can be finished even if its policy has
 * changed or is gone. The order contains no key.
 *
 * @param by who began it
 * @param terms the policy at the time when the rotation was begun
 * @param oldPrefix the prefix of the key that was present when the rotation was begun
 * @param targets the names of the targets; the journal uses these names
 */
public record RotationOrder(
    Instant begun, String by, Terms terms, String oldPrefix, List<String> targets) {
  public RotationOrder {
    targets = List.copyOf(targets);
  }

  /**
   * The values of a policy.
   *
   * @param remoteUrl the URL that the key belongs to
   * @param minting the name of the key that creates and deletes keys
   * @param times how long the old key lives on after the last target was written
   * @param knownUnscoped whether the key is known not to be limited to environments
   */
  public record Terms(String remoteUrl, String minting, DrainTimes times, boolean knownUnscoped) {
    /** The workspace of the key. */
    Workspace workspace() {
      return new Workspace(remoteUrl, minting);
    }
  }
}

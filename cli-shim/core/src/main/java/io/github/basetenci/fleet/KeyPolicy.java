package io.github.basetenci.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When and how a key is rotated.
 *
 * @param rotateEvery the age at which the key is due; null if it is rotated only by hand
 * @param overlap how long the old key lives on after the last target has the new one
 * @param quietFor how long the old key must not have been used before it is revoked; null if the
 *     last use does not count
 * @param deadline when the old key is revoked at the latest, counted as the overlap is
 * @param unusedAfter after how long without use a key counts as unused
 */
public record KeyPolicy(
    @Nullable Duration rotateEvery,
    Duration overlap,
    @Nullable Duration quietFor,
    Duration deadline,
    Duration unusedAfter) {
  /** The policy of a file that says nothing. */
  public static final KeyPolicy DEFAULT =
      new KeyPolicy(null, Duration.ofHours(24), null, Duration.ofDays(7), Duration.ofDays(90));

  /** This policy for a key that is never due. */
  public KeyPolicy withoutRotations() {
    return new KeyPolicy(null, overlap, quietFor, deadline, unusedAfter);
  }
}

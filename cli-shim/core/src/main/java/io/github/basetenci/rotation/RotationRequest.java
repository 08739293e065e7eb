package io.github.basetenci.rotation;

import java.time.Duration;

/**
 * A request to rotate a key.
 *
 * @param prefix the prefix of the key
 * @param knownUnscoped whether the caller states that the key is not limited to environments; the
 *     server does not tell such a limit, and no request can ask for it
 * @param times how long the old key lives on after the last target has the new key
 */
public record RotationRequest(String prefix, boolean knownUnscoped, DrainTimes times) {
  /** A request by which the last use of the old key does not matter. */
  public RotationRequest(String prefix, boolean knownUnscoped, Duration overlap) {
    this(prefix, knownUnscoped, new DrainTimes(overlap));
  }
}

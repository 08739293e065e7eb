package io.github.basetenci.managed;

import java.util.Set;
import java.util.function.Supplier;

/**
 * One run of a rotation, for what is handed in for it.
 *
 * @param currentId the managed key; it may get another id during the run
 * @param order what was ordered
 * @param back whether the run goes back to the old key. Then a target that was deleted needs no
 *     key, and a target that somebody has given another key keeps that key
 * @param leavingPrefix the prefix of the key that is revoked at the end: the old key, or the new
 *     one if the run goes back
 * @param droppedTargets the targets that the order names, that are taken away now, and that may
 *     have the key that is revoked at the end
 * @param <K> the id of a managed key
 */
public record RotationRun<K>(
    Supplier<K> currentId,
    RotationOrder order,
    boolean back,
    Supplier<String> leavingPrefix,
    Supplier<Set<String>> droppedTargets) {
  /** The managed key, by the id that it has at this moment. */
  public K id() {
    return currentId.get();
  }
}

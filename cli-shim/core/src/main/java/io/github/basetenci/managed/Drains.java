package io.github.basetenci.managed;

import io.github.basetenci.rotation.Drain;

/**
 * Decides how long keys live on that were replaced.
 *
 * @param <K> the id of a managed key
 */
public interface Drains<K> {
  /**
   * The drain of an order.
   *
   * @param run the rotation; when it goes back, the new key is drained
   */
  Drain of(RotationRun<K> run);

  /**
   * Whether jobs may use a key at this moment. If they may when the deadline ends its life, the
   * history says so.
   */
  boolean mayBeUsed(String prefix, RotationRun<K> run);
}

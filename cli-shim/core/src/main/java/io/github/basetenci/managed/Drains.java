package io.github.basetenci.managed;

import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.Overlap;
import java.time.InstantSource;

/**
 * Decides how long keys live on that were replaced. The engine adds the quiet time of the order to
 * the decision.
 *
 * @param <K> the id of a managed key
 */
public interface Drains<K> {
  /** Lets keys live on for the overlap of their orders, where nothing tells who uses them. */
  static <K> Drains<K> overlaps(InstantSource clock) {
    return new Drains<>() {
      @Override
      public Drain of(RotationRun<K> run) {
        return new Overlap(run.order().terms().times().overlap(), clock);
      }

      @Override
      public boolean mayBeUsed(String prefix, RotationRun<K> run) {
        return false;
      }
    };
  }

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

package io.github.basetenci.managed;

import io.github.basetenci.rotation.RotationRecord;
import org.jspecify.annotations.Nullable;

/**
 * What happens to managed keys and who began it, for an audit log. An event names keys by prefix
 * and name and contains no key.
 *
 * @param <K> the id of a managed key
 */
public sealed interface RotationEvent<K> {
  /** The managed key; null if the event is about no single key. */
  @Nullable K id();

  /** A rotation was begun. */
  record Begun<K>(K id, RotationOrder order) implements RotationEvent<K> {}

  /**
   * A user asked that a rotation goes on.
   *
   * @param unclaimedKey the prefix of the key that the user allows to be deleted, or null
   * @param by the user
   */
  record Resumed<K>(K id, @Nullable String unclaimedKey, String by) implements RotationEvent<K> {}

  /**
   * A user asked that a rotation goes back.
   *
   * @param by the user
   */
  record Aborted<K>(K id, String by) implements RotationEvent<K> {}

  /** A rotation reached another state. */
  record Reached<K>(K id, RotationRecord record) implements RotationEvent<K> {}

  /** A rotation stopped for a reason that was not known before. */
  record Stopped<K>(K id, String problem) implements RotationEvent<K> {}

  /** A rotation came to its end. */
  record Ended<K>(K id, PastRotation past) implements RotationEvent<K> {}

  /**
   * A user should know something.
   *
   * @param sentence what, without any key
   */
  record Warned<K>(@Nullable K id, String sentence) implements RotationEvent<K> {}

  /**
   * An error of this program or of a store, for its log alone.
   *
   * @param what what failed, without any key
   * @param failure its message is not meant for users and may quote what another program wrote
   */
  record Failed<K>(@Nullable K id, String what, Throwable failure) implements RotationEvent<K> {}
}

package io.github.basetenci.managed;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a caller manages: which there are, their policies, and where they are stored. Its
 * methods are called by several threads, and send no request to a workspace.
 *
 * @param <K> the id of a managed key, for example its name or the credential that it is stored in.
 *     Two ids of one key are equal, and the text form of an id is the name of the key in messages
 */
public interface ManagedKeys<K> {
  /** The keys that have a policy, in the order in which their rotations begin. */
  List<K> withPolicy();

  /** The age at which a key is due; zero if it is rotated only by hand or has no policy. */
  Duration interval(K id);

  /** Whether rotations may begin by themselves at this moment. */
  default boolean mayBegin() {
    return true;
  }

  /**
   * Finds what a due check needs.
   *
   * @throws RefusedException if there is no policy, or the policy cannot be followed
   */
  ReadyKey ready(K id) throws RefusedException;

  /** Finds many keys. What it has read once, it need not read again. */
  default Finder<K> finder() {
    return this::ready;
  }

  /**
   * Finds what a due check needs of many keys.
   *
   * @param <K> the id of a managed key
   */
  @FunctionalInterface
  interface Finder<K> {
    /**
     * See {@link ManagedKeys#ready}.
     *
     * @throws RefusedException if there is no policy, or the policy cannot be followed
     */
    ReadyKey ready(K id) throws RefusedException;
  }

  /**
   * Refuses a rotation that would fail on this machine, as {@link #ready} does, and for reasons
   * that take longer to find.
   *
   * @throws RefusedException if there is no policy, or the policy cannot be followed
   */
  default ReadyKey require(K id) throws RefusedException {
    return ready(id);
  }

  /** The prefixes of all keys that are present, by id. */
  Map<K, String> present();

  /** The prefixes of the keys that are present, by id; an id without a key is left out. */
  default Map<K, String> present(Collection<K> ids) {
    Map<K, String> present = new LinkedHashMap<>(present());
    present.keySet().retainAll(ids);
    return present;
  }

  /** Whether the key is still stored somewhere, whatever its prefix is. */
  boolean exists(K id);

  /**
   * The text of the key that is present, or of the old key if somebody gives it to an unfinished
   * rotation. A rotation that goes back needs it; empty if no target can be read.
   *
   * @throws RefusedException if there should be a key, and it cannot be read
   */
  Optional<ApiKey> key(K id) throws RefusedException;

  /**
   * The targets of a run of a rotation, with the names that the order names.
   *
   * @throws RefusedException if a target does not exist any more
   */
  List<Target> targets(RotationRun<K> run) throws RefusedException;

  /**
   * The names of targets that the order names, and that a person has taken away since. They are not
   * written any more, and {@link #targets} leaves them out.
   */
  default Set<String> dropped(RotationRun<K> run) {
    return Set.of();
  }

  /** The logins of this machine that a rotation of the key must not leave behind. */
  default LocalLogins logins(K id) {
    return LocalLogins.NONE;
  }
}

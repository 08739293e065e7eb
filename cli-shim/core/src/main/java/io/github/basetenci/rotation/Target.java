package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * Something from which jobs take the key: a file, a secret or a credential. A rotation writes many
 * targets at the same time, but it never writes one target from two threads at once.
 *
 * <p>After a failed or interrupted {@link #write} the target may hold the old or the new key. The
 * rotation revokes neither key until a later write succeeds.
 */
public interface Target {
  /**
   * The words by which the user named the target and by which a later run finds it again, for
   * example {@code trussrc:baseten}. The name identifies the target within its rotation. It is
   * stored in the journal and shown to users, so it contains no secret.
   */
  String name();

  /**
   * Whether the first write to this target also replaces the key of a login of this machine.
   *
   * @param login the name of the login in {@link LocalLogins}
   */
  default boolean replacesKeyOf(String login) {
    return name().equals(login);
  }

  /**
   * Refuses, before a key is created, a target that certainly cannot be written because it is
   * missing, read-only or not permitted. It changes nothing.
   *
   * @param oldPrefix the prefix of the key that is to be replaced
   * @throws RotationIOException if the target cannot be written, or is known to hold another key
   */
  void check(String oldPrefix) throws RotationIOException, InterruptedException;

  /**
   * Writes a key, and returns when the target holds it. A write can be repeated any number of
   * times. The target itself repeats requests that failed for a passing reason.
   *
   * @param key the key that is written
   * @param expectedPrefix the prefix of the key that the target holds now; a target that can be
   *     read back and holds neither the key of this prefix nor {@code key} is not changed
   * @throws RotationIOException if the target does not hold the key now, or if this is not certain
   */
  void write(ApiKey key, String expectedPrefix) throws RotationIOException, InterruptedException;

  /**
   * The prefix of the key that the target holds; the empty string if it holds no key; an empty
   * result if the target cannot be read back.
   *
   * @throws RotationIOException if this kind of target can be read back, but the read failed
   */
  default Optional<String> currentPrefix() throws RotationIOException, InterruptedException {
    return Optional.empty();
  }
}

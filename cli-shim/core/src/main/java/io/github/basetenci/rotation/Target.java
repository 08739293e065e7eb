package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * Something from which jobs take the key: a file, a secret, a credential. A rotation writes many
 * targets at the same time, but never one from two threads at once.
 *
 * <p>After a failed or interrupted {@link #write} the target may hold the old or the new key; the
 * rotation keeps both alive until a later write succeeds.
 */
public interface Target {
  /**
   * The words by which the user named it and by which a later run finds it again, for example
   * {@code trussrc:baseten}. It identifies the target within its rotation, is kept in the journal
   * and shown, and so holds no secret.
   */
  String name();

  /**
   * Whether a first write replaces the key of that login of this machine too.
   *
   * @param login its name, as {@link LocalLogins} gives it
   */
  default boolean replacesKeyOf(String login) {
    return name().equals(login);
  }

  /**
   * Refuses, before a key is created, what a write would surely fail on: a target that is missing,
   * read-only or not permitted. It changes nothing.
   *
   * @param oldPrefix the prefix of the key that is to be replaced
   * @throws RotationIOException if the target cannot be written, or is known to hold another key
   */
  void check(String oldPrefix) throws RotationIOException, InterruptedException;

  /**
   * Writes a key, and returns when the target holds it. The same write can be repeated any number
   * of times. The target itself repeats what its transport lets fail in passing.
   *
   * @param key the key to put there
   * @param expectedPrefix the prefix of the key that is there now; a target that can be read back
   *     and holds neither that nor {@code key} is left alone
   * @throws RotationIOException if the target does not hold the key now, or may not
   */
  void write(ApiKey key, String expectedPrefix) throws RotationIOException, InterruptedException;

  /**
   * The prefix of the key that the target holds, the empty string if it holds none; nothing if the
   * target cannot be read back.
   *
   * @throws RotationIOException if it can be read back in principle, but not now
   */
  default Optional<String> currentPrefix() throws RotationIOException, InterruptedException {
    return Optional.empty();
  }
}

package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * A place from which jobs take the key. A rotation writes many targets at the same time, but never
 * one from two threads at once.
 *
 * <p>After a failed or interrupted {@link #write} the place may hold the old or the new key; the
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
   * Refuses, before a key is created, what a write would surely fail on: a place that is missing,
   * read-only or not permitted. It changes nothing.
   *
   * @param oldPrefix the prefix of the key that is to be replaced
   * @throws PlaceException if the place cannot be written, or is known to hold another key
   */
  void check(String oldPrefix) throws PlaceException, InterruptedException;

  /**
   * Puts a key in place and returns when it is there. The same write can be repeated any number of
   * times. The target itself repeats what its transport lets fail in passing.
   *
   * @param key the key to put there
   * @param expectedPrefix the prefix of the key that is there now; a place that can be read back
   *     and holds neither that nor {@code key} is left alone
   * @throws PlaceException if the place does not hold the key now, or may not
   */
  void write(ApiKey key, String expectedPrefix) throws PlaceException, InterruptedException;

  /**
   * The prefix of the key that the place holds, the empty string if it holds none; nothing if the
   * place cannot be read back.
   *
   * @throws PlaceException if it can be read back in principle, but not now
   */
  default Optional<String> currentPrefix() throws PlaceException, InterruptedException {
    return Optional.empty();
  }
}

package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * Keeps the new key from its creation to the end of the rotation, so that a later run can finish a
 * rotation that was killed. No job takes its key from here.
 */
public interface NewKeyStorage {
  /** The name of the storage in messages and in the journal. */
  String name();

  /**
   * The stored key, if there is one.
   *
   * @throws RotationIOException if the storage contains something that is no key, or cannot be read
   */
  Optional<ApiKey> load() throws RotationIOException;

  /** Stores the key in place of any other key. Returns when the key would survive a crash. */
  void save(ApiKey key) throws RotationIOException;

  /** Deletes the stored key. Does nothing if there is none. */
  void clear() throws RotationIOException;
}

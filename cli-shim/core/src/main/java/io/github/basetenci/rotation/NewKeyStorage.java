package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * Keeps the new key from its creation to the end of the rotation, so that a later run can finish a
 * rotation that was killed. No job takes its key from here.
 */
public interface NewKeyStorage {
  /** How messages and the journal show it. */
  String name();

  /**
   * The key that is kept, if there is one.
   *
   * @throws RotationIOException if something is there and is no key, or cannot be read
   */
  Optional<ApiKey> load() throws RotationIOException;

  /** Keeps the key instead of any other one, and returns when the key would outlive a crash. */
  void save(ApiKey key) throws RotationIOException;

  /** Forgets the key; does nothing if there is none. */
  void clear() throws RotationIOException;
}

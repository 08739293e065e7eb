package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import java.util.Optional;

/**
 * The one place that keeps the new key from its creation to the end of the rotation, so that a run
 * that was killed can go on. No job takes its key from here.
 */
public interface Holder {
  /** How messages and the journal show it. */
  String name();

  /**
   * The key that is kept, if there is one.
   *
   * @throws PlaceException if something is there and is no key, or cannot be read
   */
  Optional<ApiKey> load() throws PlaceException;

  /** Keeps the key in place of any other, and returns when it would outlive a crash. */
  void save(ApiKey key) throws PlaceException;

  /** Forgets the key; does nothing if there is none. */
  void clear() throws PlaceException;
}

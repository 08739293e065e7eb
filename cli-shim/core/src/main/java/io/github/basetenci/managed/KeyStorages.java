package io.github.basetenci.managed;

import io.github.basetenci.rotation.NewKeyStorage;

/** Makes the storages that keep a key for the time of a rotation. */
@FunctionalInterface
public interface KeyStorages {
  /**
   * The storage in a file. Its name is part of the journal, so it must not depend on where the
   * directory is if the directory may move.
   */
  NewKeyStorage in(PrivateFile file);
}

package io.github.basetenci.managed;

import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.store.RunLock;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The directory of an engine: its registry, and a directory for the rotations of each key.
 *
 * @param root the directory; it need not exist
 * @param codec the ids of keys in the registry
 * @param storages keep the new and the old key of a rotation
 * @param files writes the files
 * @param <K> the id of a managed key
 */
public record EngineFiles<K>(Path root, KeyCodec<K> codec, KeyStorages storages, StoreFiles files) {
  /**
   * Prevents other engines in this directory until the lock is closed or this process ends. An
   * engine itself does not take the lock: a caller whose directory several processes can reach
   * takes it before it makes the engine.
   *
   * @throws RotationIOException if another engine has the lock
   */
  public RunLock lock() throws RotationIOException {
    Path file = root.toAbsolutePath().resolve(".lock");
    try {
      Optional<RunLock> lock = RunLock.take(file, files);
      if (lock.isPresent()) {
        return lock.get();
      }
    } catch (IOException e) {
      throw new RotationIOException(
          Neutralizer.line(file.toString()) + " cannot be written; check its directory", e);
    }
    throw new RotationIOException(
        Neutralizer.line(root.toString())
            + ": another run is at work on the rotations of this directory; wait until it ends");
  }

  PrivateFile registry() {
    return new PrivateFile(root.resolve("keys.json"), files);
  }

  RotationFiles rotations(String directory) {
    return new RotationFiles(root.resolve("rotations").resolve(directory), storages, files);
  }
}

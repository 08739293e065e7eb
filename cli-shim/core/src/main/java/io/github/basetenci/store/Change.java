package io.github.basetenci.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Computes new content from the current one, under the locks. It writes nothing itself. */
@FunctionalInterface
public interface Change<T> {

  /**
   * Decides what to do.
   *
   * @param current the bytes of every file of the update; none for a file that does not exist
   * @throws StoreException to leave every file as it is
   */
  Result<T> apply(Map<Path, Optional<byte[]>> current) throws StoreException;

  /**
   * What to do, and what the update returns.
   *
   * @param edits by the paths that the update was given
   */
  record Result<T>(Map<Path, FileEdit> edits, T value) {
    public Result {
      edits = Map.copyOf(edits);
    }
  }
}

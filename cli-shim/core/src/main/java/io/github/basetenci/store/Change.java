package io.github.basetenci.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the new content of files from their current content while the files are locked. A change
 * writes nothing itself.
 */
@FunctionalInterface
public interface Change<T> {

  /**
   * Decides what to do. A refusal that is no failure of a store is the value of a result without
   * edits.
   *
   * @param current the bytes of every file of the update; empty for a file that does not exist
   * @throws StoreException to leave every file as it is
   */
  Result<T> apply(Map<Path, Optional<byte[]>> current) throws StoreException;

  /**
   * The edits to make, and the value that the update returns.
   *
   * @param edits the edit of each file, by the path that was given to the update
   * @param undo called while the files are still locked if the edits could not be made
   */
  record Result<T>(Map<Path, FileEdit> edits, T value, Runnable undo) {
    /** A result that leaves nothing to undo. */
    public Result(Map<Path, FileEdit> edits, T value) {
      this(edits, value, () -> {});
    }

    public Result {
      edits = Map.copyOf(edits);
    }
  }
}

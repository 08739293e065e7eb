package io.github.basetenci.rotation;

import java.util.Optional;

/** The memory of one rotation, written before each step that changes anything. */
public interface Journal {
  /**
   * What was saved last.
   *
   * @throws RotationIOException if something is there and cannot be read
   */
  Optional<RotationRecord> load() throws RotationIOException;

  /**
   * Replaces what is there, and returns when it would outlive a crash.
   *
   * @throws RotationIOException if it cannot be written; the rotation stops
   */
  void save(RotationRecord record) throws RotationIOException;
}

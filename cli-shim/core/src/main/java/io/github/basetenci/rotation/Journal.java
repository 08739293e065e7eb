package io.github.basetenci.rotation;

import java.util.Optional;

/** The stored state of one rotation. It is written before each step that changes anything. */
public interface Journal {
  /**
   * The record that was saved last.
   *
   * @throws RotationIOException if there is a record and it cannot be read
   */
  Optional<RotationRecord> load() throws RotationIOException;

  /**
   * Replaces the stored record. Returns when the new record would survive a crash.
   *
   * @throws RotationIOException if the record cannot be written; the rotation stops then
   */
  void save(RotationRecord record) throws RotationIOException;
}

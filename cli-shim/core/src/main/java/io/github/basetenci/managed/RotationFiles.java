package io.github.basetenci.managed;

import io.github.basetenci.rotation.NewKeyStorage;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.store.StoreFiles;
import java.nio.file.Path;

/** The files about the rotations of one key, in a directory for this key. */
record RotationFiles(Path directory, KeyStorages storages, StoreFiles files) {
  /** The start of the unfinished rotation. A rotation is unfinished as long as it exists. */
  PrivateFile order() {
    return file("rotation.json");
  }

  PrivateFile journal() {
    return file("journal.json");
  }

  PrivateFile history() {
    return file("history.jsonl");
  }

  /** The new key, until the rotation ends. */
  NewKeyStorage newKey() {
    return storages.in(file("new-key"));
  }

  /** The old key, which an abort puts back. */
  NewKeyStorage oldKey() {
    return storages.in(file("old-key"));
  }

  /**
   * Deletes the files of the unfinished rotation, and keeps the history. The keys are deleted
   * first. After the order is deleted, nobody reads the journal.
   */
  void forgetRotation() throws RotationIOException {
    newKey().clear();
    oldKey().clear();
    order().delete();
    journal().delete();
  }

  private PrivateFile file(String name) {
    return new PrivateFile(directory.resolve(name), files);
  }
}

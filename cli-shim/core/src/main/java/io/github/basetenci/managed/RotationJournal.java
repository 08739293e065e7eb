package io.github.basetenci.managed;

import io.github.basetenci.rotation.Journal;
import io.github.basetenci.rotation.RecordJson;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import java.util.Optional;
import java.util.function.Consumer;

/** The journal of a managed rotation, in a file. */
final class RotationJournal implements Journal {
  private final PrivateFile file;
  private final EngineWords words;
  private final Consumer<RotationRecord> saved;

  /**
   * @param saved is called with each record after it is on the disk
   */
  RotationJournal(PrivateFile file, EngineWords words, Consumer<RotationRecord> saved) {
    this.file = file;
    this.words = words;
    this.saved = saved;
  }

  @Override
  public Optional<RotationRecord> load() throws RotationIOException {
    Optional<String> text = file.read();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<RotationRecord> record = RecordJson.read(text.get());
    if (record.isEmpty()) {
      throw new RotationIOException(words.unreadable(file.path()));
    }
    return record;
  }

  @Override
  public void save(RotationRecord record) throws RotationIOException {
    file.write(RecordJson.write(record));
    saved.accept(record);
  }
}

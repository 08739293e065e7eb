package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.Journal;
import io.github.basetenci.rotation.RecordJson;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.RotationRecord;
import java.util.Optional;
import java.util.function.Consumer;

/** The journal of a rotation, on the controller's disk. */
final class ControllerJournal implements Journal {
    private final PrivateFile file;
    private final Consumer<RotationRecord> saved;

    /**
     * Creates a journal in a file.
     *
     * @param saved is called with each record after it is on the disk
     */
    ControllerJournal(@NonNull PrivateFile file, @NonNull Consumer<RotationRecord> saved) {
        this.file = file;
        this.saved = saved;
    }

    @NonNull
    @Override
    public Optional<RotationRecord> load() throws RotationIOException {
        Optional<String> text = file.read();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<RotationRecord> record = RecordJson.read(text.get());
        if (record.isEmpty()) {
            throw new RotationIOException(Messages.file_unreadable(file.path()));
        }
        return record;
    }

    @Override
    public void save(@NonNull RotationRecord record) throws RotationIOException {
        file.write(RecordJson.write(record));
        saved.accept(record);
    }
}

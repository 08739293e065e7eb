package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A text file on the controller's disk that only Jenkins can read. If Jenkins is killed during a write, the
 * file has either the old text or the new text.
 */
final class PrivateFile {
    private final Path path;
    private final StoreFiles files = new StoreFiles();

    PrivateFile(@NonNull Path path) {
        this.path = path;
    }

    @NonNull
    Path path() {
        return path;
    }

    /** The text; empty if there is no file. */
    @NonNull
    Optional<String> read() throws RotationIOException {
        try {
            return files.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (StoreException e) {
            throw new RotationIOException(String.valueOf(e.getMessage()), e);
        }
    }

    void write(@NonNull String text) throws RotationIOException {
        try {
            files.write(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (StoreException e) {
            throw new RotationIOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Deletes the file; does nothing if there is no file. */
    void delete() throws RotationIOException {
        if (!path.toFile().exists()) {
            return;
        }
        try {
            files.delete(path);
        } catch (StoreException e) {
            throw new RotationIOException(String.valueOf(e.getMessage()), e);
        }
    }
}

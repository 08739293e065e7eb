package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.PlaceException;
import io.github.basetenci.store.Change;
import io.github.basetenci.store.FileEdit;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text on the controller's disk, readable by Jenkins alone, that outlives a kill at any moment as it
 * was or as it should be.
 */
final class PrivateFile {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private final Path path;
    private final StoreFiles files = new StoreFiles();

    PrivateFile(@NonNull Path path) {
        this.path = path;
    }

    @NonNull
    Path path() {
        return path;
    }

    /** The text, or nothing if there is no file. */
    @NonNull
    Optional<String> read() throws PlaceException {
        try {
            return files.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (StoreException e) {
            throw new PlaceException(String.valueOf(e.getMessage()), e);
        }
    }

    void write(@NonNull String text) throws PlaceException {
        update(FileEdit.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Does nothing if there is no file. */
    void delete() throws PlaceException {
        if (path.toFile().exists()) {
            update(FileEdit.delete(new byte[0]));
        }
    }

    private void update(FileEdit edit) throws PlaceException {
        try {
            files.update(List.of(path), LOCK_TIMEOUT, current -> new Change.Result<>(Map.of(path, edit), ""));
        } catch (StoreException e) {
            throw new PlaceException(String.valueOf(e.getMessage()), e);
        }
    }
}

package io.github.basetenci.managed;

import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A text file of mode 0600. If the process is killed during a write, the file has either the old
 * text or the new text.
 *
 * @param path the file; its directory need not exist
 * @param files writes the file
 */
public record PrivateFile(Path path, StoreFiles files) {
  /** The text; empty if there is no file. */
  public Optional<String> read() throws RotationIOException {
    try {
      return files.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Replaces the text. Returns when the new text would survive a crash. */
  public void write(String text) throws RotationIOException {
    try {
      files.write(path, text.getBytes(StandardCharsets.UTF_8));
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Deletes the file; does nothing if there is no file. */
  public void delete() throws RotationIOException {
    if (!Files.exists(path)) {
      return;
    }
    try {
      files.delete(path);
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }
}

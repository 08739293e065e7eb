package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.text.Neutralizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A file of mode 0600 with a key on its only line. */
final class RotatedKeyFile {
  private final Path path;
  private final StoreFiles files;
  private final Consumer<ApiKey> met;

  /**
   * @param path a full path
   * @param met gets every key that is read or written, so that the caller can hide it
   */
  RotatedKeyFile(Path path, StoreFiles files, Consumer<ApiKey> met) {
    this.path = path;
    this.files = files;
    this.met = met;
  }

  /** The name of the file in messages and in the journal. */
  String name() {
    return "file:" + Neutralizer.line(path.toString());
  }

  Path path() {
    return path;
  }

  /** The key. Empty if there is no file, or if the file is empty. */
  Optional<ApiKey> read() throws RotationIOException {
    try {
      Optional<byte[]> bytes = files.read(path);
      String text = new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8).stripTrailing();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      ApiKey key = ApiKey.of(text);
      met.accept(key);
      return Optional.of(key);
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    } catch (InvalidKeyException e) {
      throw new RotationIOException(name() + " holds something else than a key", e);
    }
  }

  void write(ApiKey key) throws RotationIOException {
    met.accept(key);
    try {
      files.write(path, (key.reveal() + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  void delete() throws RotationIOException {
    try {
      files.delete(path);
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }
}

package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.StoreFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the new key in a file of mode 0600. The file is deleted at the end of the rotation. */
public final class NewKeyFile implements NewKeyStorage {
  private final RotatedKeyFile file;
  private final String name;

  /**
   * @param path a full path
   * @param met gets every key that is read or written, so that the caller can hide it
   */
  public NewKeyFile(Path path, StoreFiles files, Consumer<ApiKey> met) {
    this.file = new RotatedKeyFile(path, files, met);
    this.name = file.name();
  }

  /**
   * A file whose name in messages and in the journal stays the same when it moves.
   *
   * @param path a full path
   * @param met gets every key that is read or written, so that the caller can hide it
   */
  public NewKeyFile(String name, Path path, StoreFiles files, Consumer<ApiKey> met) {
    this.file = new RotatedKeyFile(path, files, met);
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<ApiKey> load() throws RotationIOException {
    return file.read();
  }

  @Override
  public void save(ApiKey key) throws RotationIOException {
    file.write(key);
  }

  @Override
  public void clear() throws RotationIOException {
    file.delete();
  }
}

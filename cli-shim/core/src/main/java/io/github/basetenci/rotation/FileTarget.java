package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of mode 0600 with the key on its only line, for example the file that {@code
 * BASETEN_API_KEY_FILE} names. The file need not exist. A file that other users can read is
 * refused, because a write would remove their permission.
 */
public final class FileTarget implements Target {
  private static final Set<PosixFilePermission> OWN =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final RotatedKeyFile file;

  /**
   * @param path a full path
   * @param met gets every key that is read or written, so that the caller can hide it
   */
  public FileTarget(Path path, StoreFiles files, Consumer<ApiKey> met) {
    this.file = new RotatedKeyFile(path, files, met);
  }

  @Override
  public String name() {
    return file.name();
  }

  /** The login may name the file by a link. */
  @Override
  public boolean replacesKeyOf(String login) {
    if (name().equals(login)) {
      return true;
    }
    try {
      return login.startsWith("file:")
          && Files.isSameFile(file.path(), Path.of(login.substring("file:".length())));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  @Override
  public void check(String oldPrefix) throws RotationIOException {
    refuseOther(oldPrefix, oldPrefix);
    Path directory = file.path().getParent();
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new RotationIOException("the directory of " + name() + " is missing or not writable");
    }
    if (!isPrivate()) {
      throw new RotationIOException(
          name()
              + " can be read by other users, who could not read it after a rotation; make its mode"
              + " 0600");
    }
  }

  @Override
  public void write(ApiKey key, String expectedPrefix) throws RotationIOException {
    refuseOther(expectedPrefix, key.prefix());
    file.write(key);
  }

  @Override
  public Optional<String> currentPrefix() throws RotationIOException {
    return Optional.of(file.read().map(ApiKey::prefix).orElse(""));
  }

  private void refuseOther(String expectedPrefix, String newPrefix) throws RotationIOException {
    Optional<ApiKey> there = file.read();
    if (there.isPresent()
        && !there.get().prefix().equals(expectedPrefix)
        && !there.get().prefix().equals(newPrefix)) {
      throw new RotationIOException(
          name() + " holds another key (" + there.get() + "), not the key that is rotated");
    }
  }

  private boolean isPrivate() throws RotationIOException {
    try {
      return !Files.exists(file.path())
          || !Files.getFileStore(file.path()).supportsFileAttributeView("posix")
          || OWN.containsAll(Files.getPosixFilePermissions(file.path()));
    } catch (IOException e) {
      throw new RotationIOException(name() + " cannot be looked at; check its path", e);
    }
  }
}

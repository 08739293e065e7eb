package io.github.basetenci.rotation;

import io.github.basetenci.store.RunLock;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A journal in a file of mode 0600. Each rotation has a file of its own, named after the prefix of
 * the old key.
 */
public final class FileJournal implements Journal {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String ENDING = ".json";

  private final Path directory;
  private final Path file;
  private final StoreFiles files;

  private FileJournal(Path directory, String name, StoreFiles files) {
    this.directory = directory.toAbsolutePath();
    this.file = this.directory.resolve(name);
    this.files = files;
  }

  /**
   * The journal of one rotation. This method reads and writes nothing.
   *
   * @param directory the directory of all journals; it need not exist
   * @param oldPrefix the prefix of the key that is rotated
   * @throws RotationIOException if the prefix cannot be the name of a file
   */
  public static FileJournal of(Path directory, String oldPrefix, StoreFiles files)
      throws RotationIOException {
    if (!PREFIX.matcher(oldPrefix).matches()) {
      throw new RotationIOException(
          "the prefix of the key does not consist of 1 to 64 letters, digits, - and _; give the"
              + " part of the key before its first dot");
    }
    return new FileJournal(directory, oldPrefix + ENDING, files);
  }

  /** The records of all journals in a directory, in the order of the file names. */
  public static List<RotationRecord> all(Path directory, StoreFiles files)
      throws RotationIOException {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(directory, "[!.]*" + ENDING)) {
      listed.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new RotationIOException(shown(directory) + " cannot be listed; check its mode", e);
    }
    Collections.sort(found);
    List<RotationRecord> records = new ArrayList<>();
    for (Path path : found) {
      new FileJournal(directory, String.valueOf(path.getFileName()), files)
          .load()
          .ifPresent(records::add);
    }
    return records;
  }

  /**
   * Prevents other runs of this rotation until the lock is closed or this process ends.
   *
   * @throws RotationIOException if another run has the lock
   */
  public Lock lock() throws RotationIOException {
    Path lock = directory.resolve("." + file.getFileName() + ".lock");
    try {
      return RunLock.take(lock, files).map(Lock::new).orElseThrow(this::busy);
    } catch (IOException e) {
      throw new RotationIOException(shown(lock) + " cannot be written; check its directory", e);
    }
  }

  @Override
  public Optional<RotationRecord> load() throws RotationIOException {
    try {
      Optional<byte[]> bytes = files.read(file);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      Optional<RotationRecord> record =
          RecordJson.read(new String(bytes.get(), StandardCharsets.UTF_8));
      if (record.isEmpty()) {
        throw new RotationIOException(
            shown(file) + " is no journal that this version can read; move it away");
      }
      return record;
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void save(RotationRecord record) throws RotationIOException {
    try {
      files.write(file, RecordJson.write(record).getBytes(StandardCharsets.UTF_8));
    } catch (StoreException e) {
      throw new RotationIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private RotationIOException busy() {
    return new RotationIOException(
        shown(file) + ": another run is at work on this rotation; wait until it ends");
  }

  private static String shown(Path path) {
    return Neutralizer.line(path.toString());
  }

  /** The exclusive right to run a rotation. */
  public static final class Lock implements AutoCloseable {
    private final RunLock lock;

    private Lock(RunLock lock) {
      this.lock = lock;
    }

    @Override
    public void close() {
      lock.close();
    }
  }
}

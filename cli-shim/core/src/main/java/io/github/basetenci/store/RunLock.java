package io.github.basetenci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive right to run something that lasts longer than the change of a file. It ends with
 * the process, however the process ends.
 */
public final class RunLock implements AutoCloseable {
  /**
   * The lock files that this process has locked. On POSIX systems, closing a second channel of a
   * locked file would release the lock of this process.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock, without waiting; empty if another run has it.
   *
   * @param file a full path; the file and its directory are created
   * @param files creates the directory, and gives the file to its owner
   * @throws IOException if the file cannot be created or locked
   */
  public static Optional<RunLock> take(Path file, StoreFiles files) throws IOException {
    if (!LOCKED.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      Path directory = file.getParent();
      if (directory != null) {
        files.createDirectories(directory);
      }
      channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      files.own(file);
      taken = channel.tryLock() != null;
      return taken ? Optional.of(new RunLock(file, channel)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } finally {
      if (!taken) {
        LOCKED.remove(file);
        if (channel != null) {
          closeQuietly(channel);
        }
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    LOCKED.remove(file);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The operating system releases the lock at the latest when the process ends.
    }
  }
}

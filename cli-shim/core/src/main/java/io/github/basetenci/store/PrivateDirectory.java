package io.github.basetenci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory for one login that only its owner can enter. While the directory is open, a lock file
 * in it shows that its process is running. {@link #sweep} deletes the directories of killed
 * processes.
 */
public final class PrivateDirectory implements AutoCloseable {
  private static final String PREFIX = "baseten-ci-";
  private static final String LOCK = ".lock";

  /**
   * The age from which a directory may be deleted. A younger directory may belong to a process that
   * has not taken its lock yet.
   */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  /**
   * The directories that this JVM has open. {@link #sweep} skips them: opening and closing their
   * lock files a second time would release the locks of this process.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  /**
   * Taken while a directory is created, filled or deleted, so that {@link #deleteAll} misses none.
   */
  private static final Object CHANGES = new Object();

  /** How often {@link #deleteAll} tries: something may write a file into a directory meanwhile. */
  private static final int ATTEMPTS = 100;

  private final Path path;
  private final FileChannel channel;

  private PrivateDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates a directory, which has mode 0700 from the beginning.
   *
   * @param parent an existing directory, such as the directory for temporary files
   */
  public static PrivateDirectory create(Path parent) throws StoreException {
    synchronized (CHANGES) {
      return make(parent);
    }
  }

  private static PrivateDirectory make(Path parent) throws StoreException {
    Path path;
    try {
      path = Files.createTempDirectory(parent, PREFIX, Modes.privateDirectory(parent)).toRealPath();
    } catch (IOException e) {
      throw IoSentence.of("create a directory in", parent, e);
    }
    OPEN.add(path);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              path.resolve(LOCK),
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              Modes.privateFile(path));
      channel.lock();
      return new PrivateDirectory(path, channel);
    } catch (IOException e) {
      closeQuietly(channel);
      OPEN.remove(path);
      deleteQuietly(path);
      throw IoSentence.of("create", path, e);
    }
  }

  /** The path of the directory. */
  public Path path() {
    return path;
  }

  /** Writes a new file, which has mode 0600 from the beginning. */
  public void write(String name, byte[] bytes) throws StoreException {
    Path file = path.resolve(name);
    synchronized (CHANGES) {
      try {
        PrivateFiles.write(file, bytes);
      } catch (IOException e) {
        throw IoSentence.of("write", file, e);
      }
    }
  }

  /**
   * Replaces a file as a whole: whoever reads it at this moment reads the old content or the new
   * one.
   */
  public void replace(String name, byte[] bytes) throws StoreException {
    Path file = path.resolve(name);
    Path sibling = path.resolve(name + ".new");
    try {
      // An earlier replacement may have failed half-way.
      Files.deleteIfExists(sibling);
      PrivateFiles.write(sibling, bytes);
      Files.move(sibling, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw IoSentence.of("replace", file, e);
    }
  }

  /**
   * Deletes the directory with everything in it.
   *
   * @throws StoreException if something could not be deleted; the message names the directory
   */
  @Override
  public void close() throws StoreException {
    synchronized (CHANGES) {
      try {
        FileTree.delete(path);
      } catch (IOException e) {
        throw IoSentence.of("delete", path, e);
      } finally {
        closeQuietly(channel);
        OPEN.remove(path);
      }
    }
  }

  /**
   * Deletes every directory that this JVM has open, and ends the JVM. No directory is created and
   * no file is written from the deletion on.
   *
   * @param end what ends the JVM, such as {@link Runtime#halt}
   */
  public static void deleteAll(Runnable end) {
    synchronized (CHANGES) {
      for (Path path : OPEN) {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
          deleteQuietly(path);
        }
      }
      end.run();
    }
  }

  /**
   * Deletes the directories of killed processes.
   *
   * @param parent the directory in which {@link #create} made them
   * @param now the current time
   * @return the deleted directories; a directory that cannot be deleted is left for a later run
   */
  public static List<Path> sweep(Path parent, Instant now) {
    List<Path> swept = new ArrayList<>();
    try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path candidate : candidates) {
        if (isLeftover(candidate, now) && deleteQuietly(candidate)) {
          swept.add(candidate);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // This run does not need the sweep, so a failure is ignored.
      return swept;
    }
    return swept;
  }

  private static boolean isLeftover(Path candidate, Instant now) throws IOException {
    Path real;
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(candidate, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      FileTime changed = attributes.lastModifiedTime();
      if (!attributes.isDirectory() || changed.toInstant().isAfter(now.minus(YOUNG))) {
        return false;
      }
      real = candidate.toRealPath();
    } catch (NoSuchFileException e) {
      return false;
    }
    if (OPEN.contains(real) || !Files.isWritable(real)) {
      return false;
    }
    Path lock = real.resolve(LOCK);
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean deleteQuietly(Path directory) {
    try {
      FileTree.delete(directory);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock file is deleted or about to be deleted, so it protects nothing any more.
    }
  }
}

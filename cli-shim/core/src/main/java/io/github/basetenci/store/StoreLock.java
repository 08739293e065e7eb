package io.github.basetenci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Excludes other updates of the locked files, in this and in other processes of this toolkit. The
 * lock is a hidden file beside the store. The operating system locks the file, so the lock of a
 * killed process is released. The file is removed at the end.
 */
final class StoreLock implements AutoCloseable {
  /** The locks between threads, because file locks exclude only other processes. */
  private static final Semaphore THREADS = new Semaphore(1, true);

  private static final int POLL_MILLIS = 10;
  private static final int SIZES = 1 << 20;

  private final Deque<Held> held = new ArrayDeque<>();
  private final Deque<Path> createdDirectories = new ArrayDeque<>();
  private final Path first;
  private final HomeOwner owner;
  private long pollsLeft;
  private boolean threads;

  private record Held(Path path, FileChannel channel) {}

  private StoreLock(Path first, Duration timeout, HomeOwner owner) {
    this.first = first;
    this.owner = owner;
    this.pollsLeft = timeout.toMillis() / POLL_MILLIS;
  }

  /**
   * Locks all files, or none. Missing directories are created with mode 0700. {@link #close}
   * removes a created directory if it is still empty.
   *
   * @param timeout how long to wait for other runs, for all files together
   * @param owner decides who owns the lock files and directories
   */
  static StoreLock acquire(Collection<RealFile> files, Duration timeout, HomeOwner owner)
      throws StoreException {
    // The files are locked in a fixed order, so two updates of two files cannot wait for each
    // other.
    TreeMap<Path, RealFile> locks = new TreeMap<>();
    files.forEach(file -> locks.put(lockFile(file), file));
    StoreLock lock = new StoreLock(locks.firstEntry().getValue().path(), timeout, owner);
    boolean complete = false;
    try {
      lock.lockThreads();
      for (var entry : locks.entrySet()) {
        lock.lockFile(entry.getKey(), entry.getValue());
      }
      complete = true;
      return lock;
    } finally {
      if (!complete) {
        lock.close();
      }
    }
  }

  static Path lockFile(RealFile file) {
    return file.directory().resolve(file.hiddenName() + ".baseten-ci.lock");
  }

  /**
   * Whether the lock file exists and no run has locked it, which means that a killed run left it.
   */
  static boolean isLeft(RealFile file) throws IOException {
    // Opening and closing a lock file of this process a second time would release the lock.
    if (!THREADS.tryAcquire()) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(lockFile(file), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (NoSuchFileException | OverlappingFileLockException e) {
      return false;
    } finally {
      THREADS.release();
    }
  }

  @Override
  public void close() {
    for (Held one : held) {
      try (FileChannel channel = one.channel) {
        // The file is deleted before the lock is released, so a run that waits for this file finds
        // that it is deleted.
        Files.deleteIfExists(one.path);
      } catch (IOException e) {
        // An empty file stays, and the next run uses it.
      }
    }
    for (Path directory : createdDirectories) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        // The directory is not empty.
      }
    }
    if (threads) {
      threads = false;
      THREADS.release();
    }
  }

  private void lockThreads() throws StoreException {
    while (!threads) {
      threads = tryThreads();
      if (!threads) {
        spendPoll();
      }
    }
  }

  private void lockFile(Path lock, RealFile file) throws StoreException {
    try {
      while (!tryLock(lock, file.directory())) {
        spendPoll();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (IOException e) {
      throw IoSentence.of("lock", file.path(), e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private boolean tryThreads() throws StoreException {
    try {
      return THREADS.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private StoreException interrupted() {
    Thread.currentThread().interrupt();
    return new StoreException(
        "interrupted while waiting for the lock of " + StoreException.show(first));
  }

  /**
   * Waits for a lock. The time is counted in polls, so no clock is needed. The work between polls
   * is not counted.
   */
  private void spendPoll() throws StoreException {
    if (pollsLeft-- <= 0) {
      throw StoreException.in(
          first, "another run is changing it and does not end; wait for that run, or end it");
    }
  }

  private boolean tryLock(Path lock, Path directory) throws IOException {
    StoreFiles.createDirectories(directory, owner).forEach(createdDirectories::push);
    FileChannel channel = open(lock);
    if (channel == null) {
      return false;
    }
    owner.give(lock);
    boolean ours = false;
    try {
      ours = channel.tryLock() != null && isStillAt(lock, channel);
    } catch (OverlappingFileLockException e) {
      // Another copy of this class, under another class loader, has the lock.
    } finally {
      if (!ours) {
        channel.close();
      }
    }
    if (ours) {
      held.push(new Held(lock, channel));
    }
    return ours;
  }

  private static @Nullable FileChannel open(Path lock) throws IOException {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      return FileChannel.open(lock, options, Modes.privateFile(lock));
    } catch (NoSuchFileException e) {
      // The run that had created the directory has just removed it.
      return null;
    }
  }

  /**
   * Whether the path still names the file that we locked, and not a later file with this name. The
   * locked file gets a random size through our own handle, and the file at the path must have this
   * size. Opening the path a second time to compare is not possible: closing the second handle
   * would release the lock.
   */
  private static boolean isStillAt(Path lock, FileChannel channel) throws IOException {
    for (int round = 0; round < 2; round++) {
      long size = 1 + ThreadLocalRandom.current().nextInt(SIZES);
      channel.truncate(0);
      // Mapping zero bytes at this position sets the size of the file and needs no space on a full
      // disk.
      channel.map(FileChannel.MapMode.READ_WRITE, size, 0);
      try {
        var seen = Files.readAttributes(lock, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (channel.size() != size || seen.size() != size) {
          return false;
        }
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return true;
  }
}

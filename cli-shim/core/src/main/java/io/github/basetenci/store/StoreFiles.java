package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads and writes the files of the stores. At every moment a file is private, and holds either the
 * old or the new content as a whole.
 */
public final class StoreFiles {
  /** Far above every store; it keeps a path given by mistake from filling the memory. */
  private static final long MAX_SIZE = 16L << 20;

  /** An update holds the locks for milliseconds; whoever waits longer waits for something stuck. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private final Consumer<WriteStep> hook;
  private final HomeOwner owner;

  /** Files of the default file system. */
  public StoreFiles() {
    this(step -> {});
  }

  /** The same, telling {@code hook} every step of an update. */
  public StoreFiles(Consumer<WriteStep> hook) {
    this(hook, HomeOwner.UNKNOWN);
  }

  private StoreFiles(Consumer<WriteStep> hook, HomeOwner owner) {
    this.hook = hook;
    this.owner = owner;
  }

  /**
   * Files of a user. What root makes in the home directory of another user belongs to that user.
   *
   * @param environment the variables of the process, of which {@code HOME} counts
   */
  public static StoreFiles of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    try {
      return new StoreFiles(
          step -> {}, home.isEmpty() ? HomeOwner.UNKNOWN : new HomeOwner(Path.of(home)));
    } catch (InvalidPathException e) {
      // Whoever needs the home directory says so.
      return new StoreFiles();
    }
  }

  /**
   * Creates the directories that are missing, with mode 0700.
   *
   * @throws IOException if one cannot be created
   */
  public void createDirectories(Path directory) throws IOException {
    createDirectories(directory, owner);
  }

  /** Gives a file that was made beside a store to the owner of what is made here. */
  public void own(Path made) {
    owner.give(made);
  }

  /**
   * @return those that were created, from the top
   */
  static List<Path> createDirectories(Path directory, HomeOwner owner) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path path = directory; path != null && !Files.exists(path); path = path.getParent()) {
      missing.push(path);
    }
    if (!missing.isEmpty()) {
      Files.createDirectories(directory, Modes.privateDirectory(directory));
      missing.forEach(owner::give);
    }
    return List.copyOf(missing);
  }

  /**
   * What an update gives back.
   *
   * @param notes sentences that the user should see
   */
  public record Updated<T>(T value, List<String> notes) {
    public Updated {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The bytes of a file, or nothing if it does not exist. It takes no lock: a file is replaced in
   * one step.
   *
   * @throws StoreException if it exists and cannot be read
   */
  public Optional<byte[]> read(Path file) throws StoreException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw StoreException.in(file, "is not a regular file; choose another path");
      }
      if (attributes.size() > MAX_SIZE) {
        throw StoreException.in(file, "is far too large for a store; choose another path");
      }
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw IoSentence.of("read", file, e);
    }
  }

  /**
   * The temporary files and the lock that runs which were killed have left beside a file; none
   * while a run holds the lock. The next {@link #update} takes them away.
   *
   * @throws StoreException if the directory cannot be looked at
   */
  public List<Path> leftovers(Path file) throws StoreException {
    RealFile real = RealFile.of(file);
    Path lock = StoreLock.lockFile(real);
    try {
      if (!Files.isDirectory(real.directory())) {
        return List.of();
      }
      boolean lockLeft = StoreLock.isLeft(real);
      if (!lockLeft && Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
      List<Path> left = new ArrayList<>(TempFile.left(real));
      if (lockLeft) {
        left.add(lock);
      }
      return left;
    } catch (IOException e) {
      throw IoSentence.of("look beside", file, e);
    }
  }

  /**
   * Gives one file these bytes, under its lock.
   *
   * @throws StoreException if it cannot be locked or written; it is as it was then
   */
  public void write(Path file, byte[] bytes) throws StoreException {
    edit(file, FileEdit.write(bytes));
  }

  /**
   * Deletes one file under its lock, or empties it where it cannot go. It is no error if there is
   * none.
   *
   * @throws StoreException if it cannot be locked or deleted; it is as it was then
   */
  public void delete(Path file) throws StoreException {
    edit(file, FileEdit.delete(new byte[0]));
  }

  private void edit(Path file, FileEdit edit) throws StoreException {
    update(List.of(file), current -> new Change.Result<>(Map.of(file, edit), ""));
  }

  /**
   * Changes files as {@link #update(List, Duration, Change)} does, and waits 30 seconds for other
   * runs.
   */
  public <T> Updated<T> update(List<Path> files, Change<T> change) throws StoreException {
    return update(files, LOCK_TIMEOUT, change);
  }

  /**
   * Changes files under their locks: all of them, or none. Missing directories are created with
   * mode 0700; written files have mode 0600 and keep their owner, and new ones get that of the home
   * directory where root works in another user's.
   *
   * @param files the files that the change may read and edit, each once, in the order of writing
   * @param lockTimeout how long to wait for other runs
   * @throws StoreException if a file cannot be locked, read or written, or if the change throws it;
   *     every file is as it was then
   */
  public <T> Updated<T> update(List<Path> files, Duration lockTimeout, Change<T> change)
      throws StoreException {
    List<RealFile> real = resolve(files);
    List<String> notes = new ArrayList<>();
    T value;
    try (StoreLock lock = StoreLock.acquire(real, lockTimeout, owner)) {
      hook.accept(WriteStep.AFTER_LOCK);
      for (RealFile file : real) {
        TempFile.sweep(file, notes);
      }
      Map<Path, Optional<byte[]>> current = new LinkedHashMap<>();
      for (int i = 0; i < files.size(); i++) {
        current.put(files.get(i), read(real.get(i).path()));
      }
      Change.Result<T> result = change.apply(Collections.unmodifiableMap(current));
      List<PendingEdit> edits = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        FileEdit edit = result.edits().get(files.get(i));
        if (edit != null) {
          edits.add(new PendingEdit(real.get(i), edit, owner, hook, notes));
        }
      }
      write(edits);
      value = result.value();
    }
    hook.accept(WriteStep.DONE);
    return new Updated<>(value, notes);
  }

  private static List<RealFile> resolve(List<Path> files) throws StoreException {
    List<RealFile> real = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Path file : files) {
      RealFile found = RealFile.of(file);
      if (!seen.add(found.path())) {
        throw StoreException.in(file, "is the file of two stores; give each store its own path");
      }
      real.add(found);
    }
    return real;
  }

  /** Everything is prepared before the first file changes; the rest is renaming. */
  private void write(List<PendingEdit> all) throws StoreException {
    List<PendingEdit> edits = new ArrayList<>();
    for (PendingEdit edit : all) {
      if (edit.isNeeded()) {
        edits.add(edit);
      }
    }
    int committed = 0;
    try {
      for (PendingEdit edit : edits) {
        edit.prepare(edit != edits.get(edits.size() - 1));
      }
      hook.accept(WriteStep.PREPARED);
      for (PendingEdit edit : edits) {
        edit.commit();
        committed++;
        hook.accept(
            committed < edits.size() ? WriteStep.AFTER_FIRST_RENAME : WriteStep.AFTER_LAST_RENAME);
      }
    } finally {
      for (int i = committed - 1; i >= 0 && committed < edits.size(); i--) {
        edits.get(i).undo();
      }
      edits.forEach(PendingEdit::close);
    }
    hook.accept(WriteStep.AFTER_CLEANUP);
  }
}

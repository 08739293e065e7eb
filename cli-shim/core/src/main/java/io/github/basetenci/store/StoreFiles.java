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
 * Reads and writes the files of the stores. At every moment a file is private, and contains either
 * all of the old content or all of the new content.
 */
public final class StoreFiles {
  /**
   * The largest file that is read, in bytes: far more than any store. The limit prevents a path
   * given by mistake from filling the memory.
   */
  private static final long MAX_SIZE = 16L << 20;

  /**
   * How long an update waits for locks. An update has the locks for milliseconds, unless it waits
   * for a server, so a longer wait means that the other run hangs.
   */
  public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private final Consumer<WriteStep> hook;
  private final HomeOwner owner;

  /** Files of the default file system. */
  public StoreFiles() {
    this(step -> {});
  }

  /** Files of the default file system; {@code hook} is called at every step of an update. */
  public StoreFiles(Consumer<WriteStep> hook) {
    this(hook, HomeOwner.UNKNOWN);
  }

  private StoreFiles(Consumer<WriteStep> hook, HomeOwner owner) {
    this.hook = hook;
    this.owner = owner;
  }

  /**
   * Files of a user. A file that root creates in the home directory of another user belongs to that
   * user.
   *
   * @param environment the variables of the process, of which only {@code HOME} is used
   */
  public static StoreFiles of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    try {
      return new StoreFiles(
          step -> {}, home.isEmpty() ? HomeOwner.UNKNOWN : new HomeOwner(Path.of(home)));
    } catch (InvalidPathException e) {
      // The code that needs the home directory reports that it is missing.
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

  /** Gives a file that was created beside a store to the owner that new files here get. */
  public void own(Path made) {
    owner.give(made);
  }

  /**
   * @return the created directories, from the top
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
   * The result of an update.
   *
   * @param notes sentences that the user should see
   */
  public record Updated<T>(T value, List<String> notes) {
    public Updated {
      notes = List.copyOf(notes);
    }
  }

  /**
   * The bytes of a file; empty if the file does not exist. No lock is needed, because a file is
   * replaced in one atomic step.
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
   * The temporary files and the lock file that killed runs left beside a file; empty while a run
   * has the lock. The next {@link #update} deletes them.
   *
   * @throws StoreException if the directory cannot be read
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
   * @throws StoreException if the file cannot be locked or written; the file is then unchanged
   */
  public void write(Path file, byte[] bytes) throws StoreException {
    edit(file, FileEdit.write(bytes));
  }

  /**
   * Deletes one file under its lock, or empties the file if it cannot be deleted. A missing file is
   * no error.
   *
   * @throws StoreException if the file cannot be locked or deleted; the file is then unchanged
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
   * Changes files under their locks: either all of them, or none. Missing directories are created
   * with mode 0700. Written files have mode 0600 and keep their owner. If root works in another
   * user's home directory, new files get the owner of that directory.
   *
   * @param files the files that the change may read and edit, each once, in the order of writing
   * @param lockTimeout how long to wait for other runs
   * @throws StoreException if a file cannot be locked, read or written, or if the change throws it;
   *     every file is then unchanged
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
      try {
        write(edits);
      } catch (StoreException | RuntimeException e) {
        result.undo().run();
        throw e;
      }
      value = result.value();
    }
    hook.accept(WriteStep.DONE);
    return new Updated<>(value, notes);
  }

  /**
   * Replaces a file by its own bytes, in the steps of an update. A file that cannot be replaced,
   * such as a mount point, or one on a full disk, is found by it before something is done that
   * cannot be undone. The caller has the lock. A missing file is no error.
   *
   * @throws StoreException if the file cannot be replaced; it is then unchanged
   */
  public void replaceBySame(Path file) throws StoreException {
    RealFile real = RealFile.of(file);
    Optional<byte[]> bytes = read(real.path());
    if (bytes.isPresent()) {
      try (PendingEdit edit =
          new PendingEdit(real, FileEdit.write(bytes.get()), owner, hook, new ArrayList<>())) {
        edit.prepare(false);
        edit.commit();
      }
    }
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

  /** Prepares all edits before the first file changes, so that only renames remain. */
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

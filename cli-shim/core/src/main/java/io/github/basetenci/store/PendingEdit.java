package io.github.basetenci.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The edit of one file in steps: prepare, commit, and undo if the edit of a later file fails. */
final class PendingEdit implements AutoCloseable {
  private final RealFile file;
  private final FileEdit edit;
  private final HomeOwner owner;
  private final Consumer<WriteStep> hook;
  private final List<String> notes;
  private @Nullable Path temp;
  private @Nullable Path backup;

  /**
   * Creates an edit, which changes nothing yet.
   *
   * @param owner decides who owns a new file
   * @param notes the list to which sentences for the user are added
   */
  PendingEdit(
      RealFile file, FileEdit edit, HomeOwner owner, Consumer<WriteStep> hook, List<String> notes) {
    this.file = file;
    this.edit = edit;
    this.owner = owner;
    this.hook = hook;
    this.notes = notes;
  }

  /** Whether the commit changes anything: the content, or a mode that gives others access. */
  boolean isNeeded() throws StoreException {
    Path path = file.path();
    if (!Files.exists(path)) {
      return edit instanceof FileEdit.Write;
    }
    try {
      return !(edit instanceof FileEdit.Write write)
          || !Arrays.equals(Files.readAllBytes(path), write.bytes)
          || Modes.isLoose(path);
    } catch (IOException e) {
      throw IoSentence.of("read", path, e);
    }
  }

  /**
   * Does everything that can fail for lack of space or permission, before any file changes.
   *
   * @param undoable whether the edit must be undone if the edit of a later file fails
   */
  void prepare(boolean undoable) throws StoreException {
    try {
      if (edit instanceof FileEdit.Write write) {
        stage(write.bytes);
      } else if (edit instanceof FileEdit.Delete delete && file.linked()) {
        stage(delete.emptied);
      }
      if (undoable && Files.exists(file.path())) {
        backup = TempFile.name(file);
        keepOld(backup);
      }
    } catch (IOException e) {
      throw IoSentence.of("write", file.path(), e);
    }
  }

  /** Changes the file in one atomic step. */
  void commit() throws StoreException {
    try {
      if (temp == null && edit instanceof FileEdit.Delete delete) {
        remove(delete);
      }
      if (temp != null) {
        Files.move(temp, file.path(), StandardCopyOption.ATOMIC_MOVE);
        temp = null;
      }
      syncDirectory();
    } catch (IOException e) {
      throw IoSentence.of("replace", file.path(), e);
    }
  }

  /** Puts the old file back. */
  void undo() throws StoreException {
    try {
      if (backup == null) {
        Files.deleteIfExists(file.path());
      } else {
        Files.move(backup, file.path(), StandardCopyOption.ATOMIC_MOVE);
        backup = null;
      }
      syncDirectory();
    } catch (IOException e) {
      throw IoSentence.of("restore", file.path(), e);
    }
  }

  /** Removes the temporary files of the preparation. */
  @Override
  public void close() {
    for (Path path : new @Nullable Path[] {temp, backup}) {
      try {
        if (path != null) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        // The next run deletes the file.
      }
    }
  }

  private void stage(byte[] bytes) throws IOException {
    Path staged = TempFile.name(file);
    temp = staged;
    boolean given = TempFile.write(staged, bytes, owner, hook);
    Path path = file.path();
    if (!Files.exists(path)) {
      if (!given) {
        notes.add(
            StoreException.show(path)
                + " belongs to root, for the system lets it be given to nobody else, and the owner"
                + " of the home directory cannot read it. Run the command as that user.");
      }
      return;
    }
    if (Modes.isLoose(path)) {
      notes.add(
          "Tightened " + StoreException.show(path) + " from " + Modes.octal(path) + " to 0600.");
    }
    if (!Modes.copyOwner(path, staged)) {
      notes.add(StoreException.show(path) + " belonged to another user and now belongs to you.");
    }
  }

  private void keepOld(Path kept) throws IOException {
    try {
      Files.createLink(kept, file.path());
    } catch (IOException | UnsupportedOperationException e) {
      // This file system has no hard links.
      Files.copy(file.path(), kept, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void remove(FileEdit.Delete delete) throws IOException {
    try {
      Files.delete(file.path());
    } catch (IOException e) {
      stage(delete.emptied);
    }
  }

  /**
   * Writes the rename to the disk. A failure is ignored: the file has already changed, and some
   * network file systems refuse this step. Windows cannot open a directory and does not need this
   * step.
   */
  private void syncDirectory() {
    try (FileChannel directory = FileChannel.open(file.directory(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // The rename itself succeeded.
    }
  }
}

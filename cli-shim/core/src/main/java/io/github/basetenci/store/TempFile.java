package io.github.basetenci.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Temporary files that a run creates beside a store and deletes again. Their names tell to which
 * store they belong.
 */
final class TempFile {
  private static final String MIDDLE = ".baseten-ci.";

  private TempFile() {}

  /** A path that does not exist yet. */
  static Path name(RealFile store) {
    String random = String.format("%016x", ThreadLocalRandom.current().nextLong());
    return store.directory().resolve(store.hiddenName() + MIDDLE + random + ".tmp");
  }

  /**
   * Writes a new file of mode 0600 to the disk. The caller deletes the file, even when this method
   * fails.
   *
   * @return false if the file should belong to the owner of the home directory and does not
   */
  static boolean write(Path temp, byte[] bytes, HomeOwner owner, Consumer<WriteStep> hook)
      throws IOException {
    boolean given;
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(temp, options, Modes.privateFile(temp))) {
      // The umask may have removed permissions that the owner needs.
      Modes.makePrivate(temp);
      given = owner.give(temp);
      hook.accept(WriteStep.AFTER_CREATE);
      int half = bytes.length / 2;
      writeAll(channel, ByteBuffer.wrap(bytes, 0, half));
      hook.accept(WriteStep.MID_WRITE);
      writeAll(channel, ByteBuffer.wrap(bytes, half, bytes.length - half));
      channel.force(true);
    }
    hook.accept(WriteStep.AFTER_FSYNC);
    return given;
  }

  /**
   * Deletes the files that killed runs left beside a store. The caller must have the lock of the
   * store.
   *
   * @param notes the list to which a sentence is added if a file cannot be deleted, because the
   *     file may contain a key
   */
  static void sweep(RealFile store, List<String> notes) {
    try {
      for (Path path : left(store)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      notes.add(
          "Files that a killed run may have left in "
              + StoreException.show(store.directory())
              + " could not be removed. Remove those with "
              + MIDDLE
              + " in their name.");
    }
  }

  /** The temporary files beside a store, of killed and of active runs. The directory must exist. */
  static List<Path> left(RealFile store) throws IOException {
    Pattern ours =
        Pattern.compile(Pattern.quote(store.hiddenName() + MIDDLE) + "[0-9a-f]{16}\\.tmp");
    DirectoryStream.Filter<Path> filter =
        path -> ours.matcher(String.valueOf(path.getFileName())).matches();
    try (DirectoryStream<Path> left = Files.newDirectoryStream(store.directory(), filter)) {
      List<Path> paths = new ArrayList<>();
      left.forEach(paths::add);
      Collections.sort(paths);
      return paths;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}

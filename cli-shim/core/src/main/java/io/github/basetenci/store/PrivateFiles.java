package io.github.basetenci.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Makes files and directories that only their owner can read, from the moment at which they exist.
 */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Told of a new file before anything is in it, such as to give it to its user. */
  public interface Made {
    /** Told of a file or directory that was made. */
    void made(Path path) throws IOException;
  }

  /** Makes a directory with mode 0700. What is there already is an error. */
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, Modes.privateDirectory(directory));
  }

  /** Writes a new file with mode 0600. What is there already, such as a link, is an error. */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out = create(file)) {
      write(out, bytes);
    }
  }

  /** The same, and to the disk. */
  public static void writeToDisk(Path file, byte[] bytes, Made made) throws IOException {
    try (FileChannel out = create(file)) {
      made.made(file);
      write(out, bytes);
      out.force(true);
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        Modes.privateFile(file));
  }

  private static void write(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}

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
 * Creates files and directories that only their owner can read from the moment at which they exist.
 */
public final class PrivateFiles {
  private PrivateFiles() {}

  /**
   * A callback for each new file, called before the file has any content, for example to change its
   * owner.
   */
  public interface Made {
    /** Called with a file or directory that was created. */
    void made(Path path) throws IOException;
  }

  /** Creates a directory with mode 0700. It is an error if the path already exists. */
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, Modes.privateDirectory(directory));
  }

  /**
   * Writes a new file with mode 0600. It is an error if the path already exists, for example as a
   * link.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out = create(file)) {
      write(out, bytes);
    }
  }

  /** Writes a new file with mode 0600, and waits until it is on the disk. */
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

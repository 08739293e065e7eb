package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.store.IoReason;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file or stream through which variables are handed over.
 *
 * @param file the file to append to, or null for standard output
 */
record ExportDestination(Session session, @Nullable Path file) {

  /**
   * Writes the text with one write, so that no reader and no killed process sees or leaves a part
   * of it.
   *
   * @return false if standard output did not take the text; the end of the command reports that
   */
  boolean write(String text) throws CommandException {
    if (file == null) {
      return session.output().handOver(text);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), mode(file))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      return true;
    } catch (IOException e) {
      throw new CommandException(
          "cannot write "
              + Neutralizer.line(file.toString())
              + ": "
              + IoReason.of(e)
              + "; give another file to --export-file",
          ExitCode.FAILURE);
    }
  }

  /** The mode for a new file. */
  private static FileAttribute<?>[] mode(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

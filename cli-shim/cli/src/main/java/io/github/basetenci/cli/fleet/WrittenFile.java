package io.github.basetenci.cli.fleet;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written whole or not at all.
 *
 * @param path the full path
 * @param name the name in messages
 * @param replaces whether a file that is there may be replaced
 */
record WrittenFile(Path path, String name, boolean replaces) {
  /** Refuses, before any server is asked, a file that cannot be written. */
  void check() throws CommandException {
    if (Files.isDirectory(path)) {
      throw failed(shown() + " is a directory; name a file");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !replaces) {
      throw exists();
    }
    Path directory = path.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw failed("the directory of " + shown() + " does not exist; create it first");
    }
    if (!Files.isWritable(directory)) {
      throw failed(
          "the directory of " + shown() + " is not writable; name a file that you may write");
    }
  }

  /** Writes the file. */
  void write(String text) throws CommandException {
    try {
      Path file = replaces && Files.exists(path) ? path.toRealPath() : path;
      Path fresh = file.resolveSibling(".baseten-ci." + UUID.randomUUID() + ".tmp");
      try {
        Files.writeString(fresh, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        if (replaces) {
          Files.move(
              fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
          link(fresh, file);
        }
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw failed(
          shown() + " could not be written; is there room on the disk, and may you write there?");
    }
  }

  /** Gives the file its name only if no file has it, also if one was made in this moment. */
  private static void link(Path fresh, Path file) throws IOException {
    try {
      Files.createLink(file, fresh);
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file);
    }
  }

  private CommandException exists() {
    return failed(shown() + " exists; nothing was changed: name another file, or give --force");
  }

  private String shown() {
    return "the file " + Neutralizer.line(name);
  }

  private static CommandException failed(String sentence) {
    return new CommandException(sentence, ExitCode.FAILURE);
  }
}

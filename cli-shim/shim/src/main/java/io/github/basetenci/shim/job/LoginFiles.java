package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.store.IoReason;
import io.github.basetenci.store.PrivateFiles;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes the files of a login for a job, with mode 0600 from birth.
 *
 * @param made told of each file before anything is in it
 * @param denied what to do where permission is denied
 * @param absent what it means where a directory on the way is not there
 * @param other what to do else
 */
public record LoginFiles(PrivateFiles.Made made, String denied, String absent, String other) {
  /** How often another job may come between our two steps. */
  private static final int TRIES = 5;

  /**
   * Makes a directory with mode 0700, and the one that it lies in where that is not there. Another
   * job may make or remove that one at the same time.
   *
   * @param parent the one that it lies in
   * @throws FileAlreadyExistsException if one of them is there as something else
   */
  public void create(Path parent, Path path) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
          PrivateFiles.createDirectory(parent);
          made.made(parent);
        }
        PrivateFiles.createDirectory(path);
        made.made(path);
        return;
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        if (tries == TRIES || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
      }
    }
  }

  /** Writes a new file to the disk. */
  public void write(Path file, byte[] bytes) throws CommandException {
    try {
      PrivateFiles.writeToDisk(file, bytes, made);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  /**
   * The same, whole or not at all.
   *
   * @param unfinished where the file is until it is whole, in the same directory
   */
  public void write(Path file, Path unfinished, byte[] bytes) throws CommandException {
    write(unfinished, bytes);
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  /**
   * Something that could not be done.
   *
   * @param verb what: make, read, write, delete
   */
  public CommandException failure(String verb, Path at, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied; " + denied
            : e instanceof NoSuchFileException ? absent : IoReason.of(e) + other;
    return new CommandException(
        "cannot " + verb + " " + Neutralizer.line(at.toString()) + ": " + why, ExitCode.FAILURE, e);
  }
}

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
 * Writes the files of a login for a job. The files are created with mode 0600.
 *
 * @param made is told each file before anything is written to it
 * @param denied advice for the case that permission is denied
 * @param absent the meaning of a missing directory in the path
 * @param other advice for any other failure
 */
public record LoginFiles(PrivateFiles.Made made, String denied, String absent, String other) {
  /** How often this is tried when another job changes the parent between our two steps. */
  private static final int TRIES = 5;

  /**
   * Makes a directory with mode 0700, and its parent if that does not exist. Another job may make
   * or remove the parent at the same time.
   *
   * @param parent the parent of the directory
   * @throws FileAlreadyExistsException if one of the two exists and is not such a directory
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
   * Writes a file to the disk, in place of a file of that name. A file that could not be written
   * completely does not appear.
   *
   * @param unfinished where the file is until it is complete, in the directory of {@code file}
   */
  public void write(Path file, Path unfinished, byte[] bytes) throws CommandException {
    try {
      // A login that was killed may have left it.
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw failure("delete", unfinished, e);
    }
    write(unfinished, bytes);
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure("write", file, e);
    }
  }

  /**
   * The failure of an operation on a path.
   *
   * @param verb the operation: make, read, write or delete
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

package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.store.FileTree;
import io.github.basetenci.store.PrivateFiles;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The directory of a login that outlives its step. It is created with mode 0700, and its files with
 * mode 0600. If another user could have written to a directory, nothing in it is trusted or
 * deleted.
 */
final class JobDirectory {
  private static final String RECORD = "login.json";
  private static final String UNFINISHED_RECORD = ".login.json.new";
  private static final String PROBE = ".baseten-ci-owner";
  private static final String DIRECTORY_MODE = "rwx------";
  private static final String FILE_MODE = "rw-------";

  /** Our records are far smaller than this limit. */
  private static final long MAX_RECORD_BYTES = 1 << 20;

  private static final LoginFiles FILES =
      new LoginFiles(
          made -> {},
          "run as the user of the job, or name another directory with --directory",
          "its directory is not there; make that first, or name another with --directory",
          "; correct that and run it again");

  private final Path path;

  private JobDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a new one.
   *
   * @param withParent whether to make the parent directory too
   */
  static JobDirectory create(Path wanted, boolean withParent) throws CommandException {
    Path parent = wanted.toAbsolutePath().getParent();
    if (parent == null) {
      throw refused(wanted, "is no directory that a login can make; name another");
    }
    Path path = wanted;
    try {
      if (withParent && !Files.exists(parent)) {
        FILES.create(parent, wanted);
        return new JobDirectory(wanted.toRealPath());
      }
      path = parent.toRealPath().resolve(wanted.getFileName());
      PrivateFiles.createDirectory(path);
      return new JobDirectory(path);
    } catch (FileAlreadyExistsException e) {
      throw refused(
          path,
          "is there already, as after a login of this job that was not logged out; run 'baseten-ci"
              + " job logout' first, or name another with --directory");
    } catch (IOException e) {
      throw FILES.failure("make", path, e);
    }
  }

  /** Opens the directory that an earlier step made; empty if it does not exist. */
  static Optional<JobDirectory> open(Path named) throws CommandException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(named, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isDirectory()) {
        throw refused(named, "is no directory of a login, so nothing was deleted");
      }
      Path path = named.toRealPath();
      if (!hasMode(path, DIRECTORY_MODE) || !isOurs(path)) {
        throw refused(
            path,
            "is not private to the user who runs this, so it was neither read nor deleted; log out"
                + " as the user who logged in");
      }
      return Optional.of(new JobDirectory(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw refused(named, "belongs to another user; log out as the user who logged in");
    } catch (IOException e) {
      throw FILES.failure("read", named, e);
    }
  }

  /** The real path, without symbolic links. */
  Path path() {
    return path;
  }

  /**
   * Writes a file to the disk, in place of a file of that name. A file that could not be written
   * completely does not appear.
   */
  void write(String name, byte[] bytes) throws CommandException {
    FILES.write(path.resolve(name), path.resolve("." + name + ".new"), bytes);
  }

  /** Writes the record. A record that could not be written completely does not appear. */
  void writeRecord(JobRecord record) throws CommandException {
    write(RECORD, record.toBytes());
  }

  /**
   * The record; empty if the login was killed before it wrote the record.
   *
   * @throws CommandException if there is a record that does not belong to this directory
   */
  Optional<JobRecord> record() throws CommandException {
    Path file = path.resolve(RECORD);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Optional<JobRecord> record =
          attributes.isRegularFile()
                  && attributes.size() <= MAX_RECORD_BYTES
                  && hasMode(file, FILE_MODE)
                  && Files.getOwner(file).equals(Files.getOwner(path))
              ? JobRecord.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
              : Optional.empty();
      if (record.isEmpty()) {
        throw refused(file, "is not the record of a login, so nothing was deleted");
      }
      if (!record.get().directory().equals(path.toString())) {
        throw refused(
            path,
            "was moved, or a symbolic link leads to it, since the login was made in "
                + Neutralizer.line(record.get().directory())
                + "; nothing was deleted through it");
      }
      return record;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FILES.failure("read", file, e);
    }
  }

  /**
   * Deletes the directory with all its content. It deletes the record last, so that a logout that
   * was killed can be repeated.
   */
  void delete() throws CommandException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (!entry.endsWith(RECORD)) {
          FileTree.delete(entry);
        }
      }
      Files.deleteIfExists(path.resolve(RECORD));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw FILES.failure("delete", path, e);
    }
  }

  /** Deletes the leftovers of a login that was killed before it wrote its record. */
  void deleteWithoutRecord() throws CommandException {
    try {
      Files.deleteIfExists(path.resolve(UNFINISHED_RECORD));
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      throw refused(path, "holds no record of a login, so nothing was deleted");
    } catch (IOException e) {
      throw FILES.failure("delete", path, e);
    }
  }

  /**
   * Whether this process owns the directory. Even root must not obey the record of another user.
   */
  private static boolean isOurs(Path directory) throws IOException {
    Path made = directory.resolve(PROBE);
    Files.deleteIfExists(made);
    PrivateFiles.write(made, new byte[0]);
    try {
      return Files.getOwner(made, LinkOption.NOFOLLOW_LINKS)
          .equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS));
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static boolean hasMode(Path path, String mode) throws IOException {
    return !isPosix(path)
        || Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
            .equals(PosixFilePermissions.fromString(mode));
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static CommandException refused(Path at, String why) {
    return new CommandException(show(at) + " " + why, ExitCode.FAILURE);
  }

  private static String show(Path at) {
    return Neutralizer.line(at.toString());
  }
}

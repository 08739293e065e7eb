package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Permissions and owners on file systems that have those of POSIX. On Windows, files inherit the
 * permissions of their directory; this package has not been run on Windows.
 */
final class Modes {
  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Modes() {}

  static FileAttribute<?>[] privateFile(Path path) {
    return posix(path, "rw-------");
  }

  static FileAttribute<?>[] privateDirectory(Path path) {
    return posix(path, "rwx------");
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** Whether someone other than the owner may do anything with the file. */
  static boolean isLoose(Path file) throws IOException {
    return isPosix(file) && !PRIVATE.containsAll(Files.getPosixFilePermissions(file));
  }

  static void makePrivate(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, PRIVATE);
    }
  }

  /** The mode in the notation of {@code chmod}, such as 0644. */
  static String octal(Path file) throws IOException {
    int bits = 0;
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      bits |= 0400 >> permission.ordinal();
    }
    return String.format("0%03o", bits);
  }

  /**
   * Gives a new file the owner and group of the one that it will replace.
   *
   * @return false if the owner could not be set; only root can change the owner of a file
   */
  static boolean copyOwner(Path from, Path to) throws IOException {
    if (!isPosix(from)) {
      return true;
    }
    copy("unix:gid", from, to);
    return copy("unix:uid", from, to);
  }

  private static boolean copy(String attribute, Path from, Path to) throws IOException {
    Object wanted = Files.getAttribute(from, attribute, LinkOption.NOFOLLOW_LINKS);
    if (wanted.equals(Files.getAttribute(to, attribute, LinkOption.NOFOLLOW_LINKS))) {
      return true;
    }
    try {
      Files.setAttribute(to, attribute, wanted, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] posix(Path path, String mode) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}

package io.github.basetenci.shim.doctor.facts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of a file, as the bits that {@code chmod} uses.
 *
 * @param bits the lowest twelve bits of the mode
 */
public record FileMode(int bits) {
  private static final int ALL = 07777;
  private static final int STICKY = 01000;
  private static final int GROUP_AND_OTHERS = 0077;
  private static final int MAY_READ = 0044;
  private static final int MAY_WRITE = 0022;

  /** The mode of the file to which the path leads, or null if the file system has no modes. */
  static @Nullable FileMode of(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return posix ? new FileMode((Integer) Files.getAttribute(path, "unix:mode") & ALL) : null;
  }

  /** Whether anybody except the owner has any permission. */
  public boolean isOpen() {
    return (bits & GROUP_AND_OTHERS) != 0;
  }

  /** Whether users other than the owner may list the directory. */
  public boolean othersMayList() {
    return (bits & MAY_READ) != 0;
  }

  /** Whether users other than the owner may replace the owner's files in this directory. */
  public boolean othersMayReplaceFiles() {
    return (bits & MAY_WRITE) != 0 && (bits & STICKY) == 0;
  }

  /** Such as {@code 0644}. */
  @Override
  public String toString() {
    return String.format("%04o", bits);
  }
}

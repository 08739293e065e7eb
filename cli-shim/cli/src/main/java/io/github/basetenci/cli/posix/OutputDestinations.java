package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells which descriptors of this process write to the same file, pipe or terminal, so that the
 * order of their output is visible.
 */
public final class OutputDestinations {
  private final Libc libc;

  public OutputDestinations(Libc libc) {
    this.libc = libc;
  }

  /**
   * Whether the output of both descriptors goes to one destination, in the order in which it is
   * written.
   */
  public boolean isSame(int first, int second) {
    String target = target(first);
    if (target.isEmpty() || !target.equals(target(second))) {
      return false;
    }
    // Only a regular file has a position. Each open file description has its own position, unless
    // all of them append.
    if (!Files.isRegularFile(file(first))) {
      return true;
    }
    if (appends(first) && appends(second)) {
      return true;
    }
    Boolean same = libc.sameOpening(first, second);
    return same != null ? same : information(first).equals(information(second));
  }

  /** Whether the descriptor is only for output. A descriptor of a terminal can also be read. */
  public boolean isForOutputAlone(int descriptor) {
    int mode = libc.fcntl(descriptor, Libc.F_GETFL, 0) & Libc.O_ACCMODE;
    return mode == Libc.O_WRONLY
        || (mode == Libc.O_RDWR && !target(descriptor).startsWith("/dev/"));
  }

  private boolean appends(int descriptor) {
    return (libc.fcntl(descriptor, Libc.F_GETFL, 0) & Libc.O_APPEND) != 0;
  }

  /** The position and the flags, in the form of proc(5). */
  private static List<String> information(int descriptor) {
    try {
      return Files.readAllLines(
          Path.of("/proc/self/fdinfo", Integer.toString(descriptor)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String target(int descriptor) {
    try {
      return Files.readSymbolicLink(file(descriptor)).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Path file(int descriptor) {
    return Path.of("/proc/self/fd", Integer.toString(descriptor));
  }
}

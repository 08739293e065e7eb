package io.github.basetenci.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One sentence for an error of the operating system: what failed, on which path, and what to do
 * next.
 */
final class IoSentence {
  /**
   * The reasons in the English words of the C library. A reason in another language is shown as it
   * is.
   */
  private static final Map<String, String> KNOWN =
      Map.of(
          "Permission denied",
          "permission denied; run as the owner of the file, or correct the permissions",
          "Operation not permitted",
          "the system does not permit it (an immutable file, or another user's in a shared"
              + " directory); choose another path",
          "Read-only file system",
          "the file system is read-only; choose a path on a writable one",
          "No space left on device",
          "the disk is full; free some space and run it again",
          "Disk quota exceeded",
          "the disk quota is used up; free some space and run it again",
          "Device or resource busy",
          "it is mounted on its own, so it cannot be replaced safely; mount its directory instead",
          "Too many levels of symbolic links",
          "symbolic links lead in a circle; remove one of them",
          "Not a directory",
          "a part of the path is not a directory; choose another path",
          "File name too long",
          "the name is too long; choose a shorter one");

  private IoSentence() {}

  /** {@code "cannot ACTION PATH: REASON; NEXT"}. */
  static StoreException of(String action, Path path, IOException e) {
    return new StoreException("cannot " + action + " " + StoreException.show(path) + ": " + why(e));
  }

  private static String why(IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return "it was interrupted; run it again";
    }
    String reason = reason(e);
    return KNOWN.getOrDefault(reason, reason + "; correct that and run it again");
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "Not a directory";
    }
    return IoReason.of(e);
  }
}

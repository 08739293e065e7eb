package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.FileSystemException;

/**
 * The reason that the operating system gives for a failed operation on a file, without the path.
 */
public final class IoReason {
  private IoReason() {}

  /** The words of the operating system, or the name of the exception if there are no such words. */
  public static String of(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}

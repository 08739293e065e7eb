package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** What the system says of an operation on a file that failed, without the path. */
public final class IoReason {
  private IoReason() {}

  /** The system's words, or the name of the failure where it has none. */
  public static String of(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}

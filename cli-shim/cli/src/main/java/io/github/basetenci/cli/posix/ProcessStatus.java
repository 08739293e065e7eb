package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The signal masks of a process from proc(5); signal N is bit N-1. */
final class ProcessStatus {
  private final String text;

  private ProcessStatus(String text) {
    this.text = text;
  }

  /**
   * Reads the masks of a process.
   *
   * @param process its id, or {@code self}
   */
  static ProcessStatus of(String process) throws IOException {
    // The charset is Latin-1, because the name of the process may contain any bytes.
    return new ProcessStatus(
        Files.readString(Path.of("/proc", process, "status"), StandardCharsets.ISO_8859_1));
  }

  /** The signals that the process ignores. */
  long ignored() {
    return mask("SigIgn");
  }

  /** The signals that the first thread blocks. */
  long blocked() {
    return mask("SigBlk");
  }

  /** The signals that were sent to the process and that it blocks. */
  long pending() {
    return mask("ShdPnd");
  }

  private long mask(String name) {
    int at = text.indexOf("\n" + name + ":");
    if (at < 0) {
      return 0;
    }
    int from = at + name.length() + 2;
    int end = text.indexOf('\n', from);
    return Long.parseUnsignedLong(text.substring(from, end).strip(), 16);
  }
}

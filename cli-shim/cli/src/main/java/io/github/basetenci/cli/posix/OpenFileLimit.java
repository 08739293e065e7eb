package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The limit for open files. A JVM that was not told otherwise raises its soft limit to the hard one
 * when it starts, and what it starts inherits that.
 *
 * @param soft what is in force
 * @param hard up to where it may be raised
 */
record OpenFileLimit(long soft, long hard) {
  private static final String NAME = "Max open files";

  /** What it was before the JVM, as far as the parent process tells. */
  static Optional<OpenFileLimit> beforeTheJvm() {
    try {
      OpenFileLimit own = of("self");
      Optional<ProcessHandle> parent = ProcessHandle.current().parent();
      if (own.soft != own.hard || parent.isEmpty()) {
        return Optional.empty();
      }
      OpenFileLimit before = of(Long.toString(parent.get().pid()));
      return before.hard == own.hard && before.soft < own.soft
          ? Optional.of(before)
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static OpenFileLimit of(String process) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", process, "limits"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith(NAME)) {
        String[] numbers = line.substring(NAME.length()).strip().split(" +");
        return new OpenFileLimit(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
      }
    }
    throw new IOException("no " + NAME);
  }
}

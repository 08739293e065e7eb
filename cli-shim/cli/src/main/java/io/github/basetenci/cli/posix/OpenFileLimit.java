package io.github.basetenci.cli.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The limit for open files. By default, a JVM raises its soft limit to the hard limit when it
 * starts, and the programs that it starts inherit the raised limit.
 *
 * @param soft the limit in force
 * @param hard the highest value to which the soft limit may be raised
 */
record OpenFileLimit(long soft, long hard) {
  private static final String NAME = "Max open files";

  /** The limit before the JVM raised it, taken from the limit of the parent process. */
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

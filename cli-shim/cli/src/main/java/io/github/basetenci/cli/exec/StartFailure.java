package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.Errno;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out, as far as possible, why a command was not started. */
final class StartFailure {
  private static final int LONGEST_LINE = 256;

  private final Libc libc;
  private final Program.Started failed;

  StartFailure(Libc libc, Program.Started failed) {
    this.libc = libc;
    this.failed = failed;
  }

  String sentence() {
    String name = new String(failed.file(), StandardCharsets.UTF_8);
    if (!failed.isThere()) {
      return name.contains("/")
          ? name + " does not exist"
          : "the command was not found: " + name + "; is it on PATH?";
    }
    if (failed.process() == -Errno.ENOENT) {
      return interpreter(name)
          .map(
              wanted ->
                  name + " cannot be run: its interpreter " + quoted(wanted) + " does not exist")
          .orElse(name + " cannot be run: the program that loads it does not exist");
    }
    return name + " cannot be run: " + libc.message(failed.process());
  }

  /** The interpreter that the first line of a script names. */
  private static Optional<String> interpreter(String file) {
    byte[] start;
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      start = in.readNBytes(LONGEST_LINE);
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
    String text = new String(start, StandardCharsets.UTF_8);
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    String line = text.substring(2).lines().findFirst().orElse("");
    int end = text.indexOf('\n');
    String raw = end < 0 ? line : text.substring(2, end);
    return Optional.of(raw.stripLeading().split("[ \t\n]", 2)[0]);
  }

  /**
   * The name for a message. It mentions a carriage return, which Windows editors leave at the end
   * of a line.
   */
  private static String quoted(String interpreter) {
    return interpreter.endsWith("\r")
        ? interpreter.substring(0, interpreter.length() - 1)
            + " with a carriage return at its end (line ends of Windows)"
        : interpreter;
  }
}

package io.github.basetenci.cli.exec;

import io.github.basetenci.shim.command.Session;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the directories in which the private directory of a login can be made. */
final class TemporaryDirectories {
  private static final List<String> VARIABLES =
      List.of("RUNNER_TEMP", "XDG_RUNTIME_DIR", "TMPDIR", "TEMP");

  /** A small container may have no other temporary directory than this one, which is in memory. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private TemporaryDirectories() {}

  /**
   * The first usual directory that exists: that of the runner, of the user, or of the machine. If
   * none exists, it is that of the machine, so that a message names it.
   */
  static Path firstWritable(Session session) {
    List<Path> directories = all(session);
    return directories.isEmpty() ? session.host().temporaryDirectory() : directories.get(0);
  }

  /** All of the usual directories that exist, in this order. */
  static List<Path> all(Session session) {
    List<Path> directories = new ArrayList<>();
    for (String variable : VARIABLES) {
      addNamed(session, variable, directories);
    }
    for (Path each : List.of(session.host().temporaryDirectory(), SHARED_MEMORY)) {
      if (isWritable(each)) {
        directories.add(each);
      }
    }
    addNamed(session, "HOME", directories);
    return directories;
  }

  private static void addNamed(Session session, String variable, List<Path> directories) {
    Optional<String> named = session.environment().get(variable);
    try {
      if (named.isPresent()) {
        Path directory = session.host().workingDirectory().resolve(named.get());
        if (isWritable(directory)) {
          directories.add(directory);
        }
      }
    } catch (InvalidPathException e) {
      // A text that is no path names no directory.
      return;
    }
  }

  private static boolean isWritable(Path directory) {
    return Files.isDirectory(directory) && Files.isWritable(directory);
  }
}

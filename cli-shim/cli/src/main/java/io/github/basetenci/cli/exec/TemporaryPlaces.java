package io.github.basetenci.cli.exec;

import io.github.basetenci.shim.command.Session;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the private directory of a login can be made. */
final class TemporaryPlaces {
  private static final List<String> VARIABLES =
      List.of("RUNNER_TEMP", "XDG_RUNTIME_DIR", "TMPDIR", "TEMP");

  /** A small container may have nothing but this, which is memory. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private TemporaryPlaces() {}

  /**
   * The first of the usual places that is there: a runner's own, the user's, the machine's. Without
   * any, it is the machine's all the same, so that a message names it.
   */
  static Path firstWritable(Session session) {
    List<Path> places = all(session);
    return places.isEmpty() ? session.host().temporaryDirectory() : places.get(0);
  }

  /** All that are there, in this order. */
  static List<Path> all(Session session) {
    List<Path> places = new ArrayList<>();
    for (String variable : VARIABLES) {
      addNamed(session, variable, places);
    }
    for (Path each : List.of(session.host().temporaryDirectory(), SHARED_MEMORY)) {
      if (isWritable(each)) {
        places.add(each);
      }
    }
    addNamed(session, "HOME", places);
    return places;
  }

  private static void addNamed(Session session, String variable, List<Path> places) {
    Optional<String> named = session.environment().get(variable);
    try {
      if (named.isPresent()) {
        Path place = session.host().workingDirectory().resolve(named.get());
        if (isWritable(place)) {
          places.add(place);
        }
      }
    } catch (InvalidPathException e) {
      // What is no path is no place.
      return;
    }
  }

  private static boolean isWritable(Path directory) {
    return Files.isDirectory(directory) && Files.isWritable(directory);
  }
}

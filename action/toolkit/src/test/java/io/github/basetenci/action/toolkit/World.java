package io.github.basetenci.action.toolkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A step of a workflow: its environment, its log, and the runner's files in a directory. */
final class World {
  static final String DELIMITER = "ghadelimiter_9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";

  private final Map<String, String> environment = new LinkedHashMap<>();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** Without any file. */
  World() {}

  /** With all of the runner's files, empty. */
  World(Path directory) {
    for (String name : new String[] {"ENV", "OUTPUT", "STATE", "PATH", "STEP_SUMMARY"}) {
      Path file = directory.resolve(name);
      write(file);
      environment.put("GITHUB_" + name, file.toString());
    }
  }

  World with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  ActionsCore core() {
    return builder().build();
  }

  ActionsCore exact() {
    return builder().exact().build();
  }

  ActionsCore.Builder builder() {
    return ActionsCore.builder(environment, log).delimiters(() -> DELIMITER);
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** What one of the runner's files holds: {@code ENV}, {@code OUTPUT}, ... */
  String file(String name) {
    try {
      return Files.readString(Path.of(environment.get("GITHUB_" + name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

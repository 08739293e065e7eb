package io.github.basetenci.action.runner;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs of this machine. */
public final class Processes {
  /** truss needs three seconds on a busy machine; this is for one that is stuck. */
  private Processes() {}

  /** Whether this process may become other users. */
  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The command as it runs as the runner's user. */
  static List<String> asRunner(List<String> command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(
          List.of(
              "setpriv",
              "--reuid",
              String.valueOf(EmulatedJob.UID),
              "--regid",
              String.valueOf(EmulatedJob.GID),
              "--clear-groups"));
    }
    all.addAll(command);
    return all;
  }

  /** Runs a command to its end in this environment and no other. */
  public static Engine.Ran run(
      Path directory, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      return new Engine.Ran(Await.exitCode(process), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

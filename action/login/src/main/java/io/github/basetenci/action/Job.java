package io.github.basetenci.action;

import io.github.basetenci.api.Sleeper;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything outside that a stage of the action touches, handed in by whoever runs it.
 *
 * @param environment the variables of the stage
 * @param root where the paths of the container begin: {@code /} inside of it
 * @param stdout the step's log, in which the runner looks for commands
 * @param names supplies a new name for the directory of a login
 * @param temporaryDirectory a place that is gone with the container
 * @param javaVersion the {@code java.version} system property
 * @param osName the {@code os.name} system property
 * @param clock tells the time of day
 * @param nanoTicker a monotonic clock in nanoseconds
 * @param sleeper waits between two questions to a server
 */
record Job(
    Map<String, String> environment,
    Path root,
    OutputStream stdout,
    Supplier<String> names,
    Path temporaryDirectory,
    String javaVersion,
    String osName,
    InstantSource clock,
    LongSupplier nanoTicker,
    Sleeper sleeper) {

  Job {
    environment = Map.copyOf(environment);
  }

  /** Where a path that the container knows is found. */
  Path path(String inContainer) {
    return root.resolve(inContainer.replaceFirst("^/+", ""));
  }

  /** The variable's value; the empty string when it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Never prints the environment: it holds keys. */
  @Override
  public String toString() {
    return "Job[" + variable("GITHUB_REPOSITORY") + "]";
  }
}

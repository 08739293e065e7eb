package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.shim.command.Host;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
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
 * @param temporaryDirectory a directory that is gone with the container
 * @param platform what runs the stage
 * @param time the clocks
 */
record Job(
    Map<String, String> environment,
    Path root,
    OutputStream stdout,
    Supplier<String> names,
    Path temporaryDirectory,
    Host.Platform platform,
    Host.Time time) {

  private static final List<String> FILES = List.of("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE");

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

  String javaVersion() {
    return platform.javaVersion();
  }

  String osName() {
    return platform.osName();
  }

  InstantSource clock() {
    return time.clock();
  }

  LongSupplier nanoTicker() {
    return time.nanoTicker();
  }

  Sleeper sleeper() {
    return time.sleeper();
  }

  /** Whether this is nektos/act, which shares nothing with later steps but the workspace. */
  boolean isAct() {
    return variable("ACT").equals("true");
  }

  /** The toolkit for one stage, with the runner's files where this process finds them. */
  ActionsCore toolkit() {
    Map<String, String> variables = new HashMap<>(environment);
    for (String name : FILES) {
      variables.computeIfPresent(
          name, (variable, path) -> path.isEmpty() ? path : path(path).toString());
    }
    return ActionsCore.builder(variables, stdout).build();
  }

  /** Never prints the environment: it holds keys. */
  @Override
  public String toString() {
    return "Job[" + variable("GITHUB_REPOSITORY") + "]";
  }
}

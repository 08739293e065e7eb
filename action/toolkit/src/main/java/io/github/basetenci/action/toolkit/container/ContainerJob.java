package io.github.basetenci.action.toolkit.container;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.Sleeper;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything outside that a stage of an action touches, handed in by whoever runs it.
 *
 * @param environment the variables of the stage
 * @param inputPrefix what stands before the name of an input where {@code action.yml} gives it a
 *     second time, such as {@code MY_INPUT_}
 * @param directories where the paths of the container begin, and where temporary files go
 * @param stdout the step's log, in which the runner looks for commands
 * @param names supplies a new name for a directory of the stage
 * @param platform what runs the stage
 * @param time the clocks
 */
public record ContainerJob(
    Map<String, String> environment,
    String inputPrefix,
    Directories directories,
    OutputStream stdout,
    Supplier<String> names,
    Platform platform,
    Time time) {

  /**
   * Directories.
   *
   * @param root where the paths of the container begin: {@code /} inside of it
   * @param temporary a directory that is gone with the container
   */
  public record Directories(Path root, Path temporary) {}

  /**
   * What runs the stage.
   *
   * @param osName the {@code os.name} system property
   * @param javaVersion the {@code java.version} system property
   */
  public record Platform(String osName, String javaVersion) {}

  /**
   * The clocks.
   *
   * @param clock tells the time of day
   * @param nanoTicker a monotonic clock in nanoseconds
   * @param sleeper waits between two questions to a server
   */
  public record Time(InstantSource clock, LongSupplier nanoTicker, Sleeper sleeper) {}

  private static final List<String> FILES = List.of("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE");

  public ContainerJob {
    environment = Map.copyOf(environment);
  }

  /** Where a path that the container knows is found. */
  public Path path(String inContainer) {
    return directories.root().resolve(inContainer.replaceFirst("^/+", ""));
  }

  /** The variable's value; the empty string when it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** Whether this is nektos/act, which shares nothing with later steps but the workspace. */
  public boolean isAct() {
    return variable("ACT").equals("true");
  }

  /** The toolkit for one stage, with the runner's files where this process finds them. */
  public ActionsCore toolkit() {
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
    return "ContainerJob[" + variable("GITHUB_REPOSITORY") + "]";
  }
}

package io.github.basetenci.action.toolkit.container;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.Sleeper;
import io.github.basetenci.action.toolkit.ToolkitException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything outside the process that a stage of an action uses. The caller of the stage hands it
 * in.
 *
 * @param environment the variables of the stage
 * @param inputPrefix the prefix of the variables in which {@code action.yml} gives the inputs a
 *     second time, such as {@code MY_INPUT_}
 * @param directories the root of the container's paths, and the directory for temporary files
 * @param stdout the log of the step, in which the runner looks for commands
 * @param names supplies a new name for a directory of the stage
 * @param platform the system and the JVM that run the stage
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
   * @param root the root of the container's paths, which is {@code /} inside the container
   * @param temporary a directory that is deleted together with the container
   */
  public record Directories(Path root, Path temporary) {}

  /**
   * The system and the JVM that run the stage.
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

  /** The path in this process for a path in the container. */
  public Path path(String inContainer) {
    return directories.root().resolve(inContainer.replaceFirst("^/+", ""));
  }

  /** The variable's value; the empty string when it is not set. */
  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /**
   * Refuses to go on without a file of the runner.
   *
   * @param variable the variable that names the file, such as {@code GITHUB_ENV}
   * @param otherwise the consequence, for the message
   * @throws ToolkitException if the variable is not set, or if the file is not there
   */
  public void checkFile(String variable, String otherwise) {
    String path = variable(variable);
    if (path.isEmpty() || !Files.exists(path(path))) {
      throw new ToolkitException(
          variable
              + (path.isEmpty() ? " is not set" : " names a file that is not there")
              + ", so that "
              + otherwise
              + "; run this as a step of a workflow, on a runner whose work directory has the same"
              + " path in its container as on the host");
    }
  }

  /** Whether nektos/act runs the job. It shares only the workspace with later steps. */
  public boolean isAct() {
    return variable("ACT").equals("true");
  }

  /** The toolkit for one stage, with the paths at which this process finds the runner's files. */
  public ActionsCore toolkit() {
    Map<String, String> variables = new HashMap<>(environment);
    for (String name : FILES) {
      variables.computeIfPresent(
          name, (variable, path) -> path.isEmpty() ? path : path(path).toString());
    }
    return ActionsCore.builder(variables, stdout).build();
  }

  /** Does not print the environment, because it holds keys. */
  @Override
  public String toString() {
    return "ContainerJob[" + variable("GITHUB_REPOSITORY") + "]";
  }
}

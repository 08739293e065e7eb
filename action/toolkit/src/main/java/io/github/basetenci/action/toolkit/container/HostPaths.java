package io.github.basetenci.action.toolkit.container;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Translates between paths of the host and paths of the action's container.
 *
 * <p>A later step on the host sees only host paths. For a later container action, or a step of a
 * {@code container:} job, the runner rewrites each variable that equals or begins with a path that
 * it mounts. So a host path in {@code GITHUB_ENV} is right in every step, and a path of this
 * container is wrong in every step on the host.
 */
public final class HostPaths {
  /** The home of every container action and of every {@code container:} job. */
  public static final String HOME = "/github/home";

  public static final String WORKSPACE = "/github/workspace";

  private static final String RUNNER_TEMP = "/github/runner_temp";

  /**
   * Keeps the runner from rewriting a value, because the runner looks only at the beginning of the
   * value. {@code action.yml} puts this text before {@code runner.temp}.
   */
  private static final String MARK = "host:";

  private final Map<String, String> hostByContainer = new LinkedHashMap<>();
  private final List<Finding> findings;

  /**
   * One way to find the runner's temporary directory on the host.
   *
   * @param way the source that was read, such as a variable
   * @param directory the directory that the source names, or null if it names none
   */
  public record Finding(String way, @Nullable String directory) {}

  private HostPaths(List<Finding> findings, @Nullable String temp, @Nullable String workspace) {
    this.findings = findings;
    if (temp != null) {
      hostByContainer.put(HOME, temp + "/_github_home");
      hostByContainer.put("/github/workflow", temp + "/_github_workflow");
      hostByContainer.put("/github/file_commands", temp + "/_runner_file_commands");
      hostByContainer.put(RUNNER_TEMP, temp);
    }
    if (workspace != null) {
      hostByContainer.put(WORKSPACE, workspace);
    }
  }

  /**
   * Tries the ways in their order. The first that finds a directory counts.
   *
   * @param given the name of the variable in which {@code action.yml} hands over {@code
   *     runner.temp}, with {@code host:} before the path
   */
  public static HostPaths find(ContainerJob job, String given) {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("runner.temp", given(job.variable(given))));
    findings.add(new Finding("RUNNER_WORKSPACE", besideWorkspace(job)));
    findings.add(new Finding("RUNNER_TEMP", absolute(untranslated(job))));
    findings.add(new Finding("mountinfo", mounted(job)));
    String temp =
        findings.stream()
            .map(Finding::directory)
            .filter(found -> found != null)
            .findFirst()
            .orElse(null);
    return new HostPaths(List.copyOf(findings), temp, workspace(job));
  }

  /** All ways with what each found. The first that found a directory counts. */
  public List<Finding> findings() {
    return findings;
  }

  /** The path on the host; empty if the runner's directories on the host are not known. */
  public Optional<String> toHost(String inContainer) {
    return Optional.ofNullable(hostOf(inContainer));
  }

  /**
   * The value that a variable has on the host. The runner has rewritten values that are paths, and
   * has left all other values unchanged.
   */
  public String valueOnHost(String value) {
    String host = hostOf(value);
    return host == null ? value : host;
  }

  private @Nullable String hostOf(String path) {
    for (Map.Entry<String, String> mount : hostByContainer.entrySet()) {
      if (path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/")) {
        return mount.getValue() + path.substring(mount.getKey().length());
      }
    }
    return null;
  }

  private static @Nullable String given(String text) {
    return text.startsWith(MARK) ? absolute(text.substring(MARK.length())) : null;
  }

  /**
   * The runner does not rewrite {@code RUNNER_WORKSPACE}, because its path is in no mount; _temp is
   * beside it.
   */
  private static @Nullable String besideWorkspace(ContainerJob job) {
    String workspace = absolute(job.variable("RUNNER_WORKSPACE"));
    int slash = workspace == null ? -1 : workspace.lastIndexOf('/');
    return workspace == null || slash <= 0 ? null : workspace.substring(0, slash) + "/_temp";
  }

  /**
   * Runners before 2.329 do not mount the temporary directory, so they do not rewrite the variable.
   */
  private static String untranslated(ContainerJob job) {
    String temp = job.variable("RUNNER_TEMP");
    return temp.startsWith("/github/") ? "" : temp;
  }

  /**
   * This way is right only if the runner's directory is on the file system of the root directory.
   */
  private static @Nullable String mounted(ContainerJob job) {
    try {
      for (String line : Files.readAllLines(job.path("/proc/self/mountinfo"))) {
        String[] fields = line.split(" ");
        if (fields.length > 4 && fields[4].equals(HOME) && fields[3].endsWith("/_github_home")) {
          return absolute(fields[3].substring(0, fields[3].lastIndexOf('/')));
        }
      }
    } catch (IOException e) {
      // The system is not Linux; the other ways remain.
    }
    return null;
  }

  private static @Nullable String workspace(ContainerJob job) {
    String parent = absolute(job.variable("RUNNER_WORKSPACE"));
    String repository = job.variable("GITHUB_REPOSITORY");
    String name = repository.substring(repository.lastIndexOf('/') + 1);
    return parent == null || name.isEmpty() ? null : parent + "/" + name;
  }

  private static @Nullable String absolute(String path) {
    String bare =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return bare.startsWith("/") && bare.length() > 1 ? bare : null;
  }
}

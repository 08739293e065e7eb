package io.github.basetenci.shim.job;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.text.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of the current job, from the variables of its CI. Two jobs of one user on one machine
 * have different names; all steps of one job have one name.
 */
final class CiJob {
  private static final String PREFIX = "baseten-ci-job-";
  private static final int NAME_LENGTH = 16;

  private static final List<Ci> KNOWN =
      List.of(
          new Ci(
              "GITHUB_ACTIONS",
              "RUNNER_TEMP",
              "",
              List.of("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB")),
          // The runner keeps files of variables in this directory, which is outside the clone.
          new Ci("GITLAB_CI", "CI_PROJECT_DIR", ".tmp", List.of("CI_JOB_ID")),
          new Ci("TF_BUILD", "AGENT_TEMPDIRECTORY", "", List.of("BUILD_BUILDID", "SYSTEM_JOBID")),
          new Ci("BUILDKITE", null, "", List.of("BUILDKITE_JOB_ID")),
          new Ci("CIRCLECI", null, "", List.of("CIRCLE_WORKFLOW_JOB_ID")),
          new Ci(
              "BITBUCKET_BUILD_NUMBER",
              null,
              "",
              List.of("BITBUCKET_PIPELINE_UUID", "BITBUCKET_STEP_UUID")));

  private CiJob() {}

  /**
   * A CI system.
   *
   * @param mark the variable that every job of the CI has
   * @param temporary the variable that names a directory that only the job uses, or null for none
   * @param suffix the text to append to the path of that directory
   * @param ids the variables that together name the job
   */
  private record Ci(String mark, @Nullable String temporary, String suffix, List<String> ids) {}

  /** The directory of this job's login if the user names none; empty when no job is known. */
  static Optional<Path> directory(Environment environment, Host host) {
    for (Ci ci : KNOWN) {
      if (environment.has(ci.mark()) && ci.ids().stream().allMatch(environment::has)) {
        Optional<Path> parent = parent(ci, environment, host);
        if (parent.isPresent()) {
          return parent.map(path -> path.resolve(PREFIX + name(ci, environment)));
        }
      }
    }
    return Optional.empty();
  }

  /** A text that shows people which job this is; empty when no job is known. */
  static String label(Environment environment) {
    for (Ci ci : KNOWN) {
      if (environment.has(ci.mark()) && ci.ids().stream().allMatch(environment::has)) {
        return String.join(
            "-", ci.ids().stream().map(id -> environment.get(id).orElse("")).toList());
      }
    }
    return "";
  }

  private static Optional<Path> parent(Ci ci, Environment environment, Host host) {
    String variable = ci.temporary();
    if (variable != null) {
      return environment
          .get(variable)
          .map(path -> host.workingDirectory().resolve(path + ci.suffix()));
    }
    return Optional.of(
        environment
            .get("TMPDIR")
            .map(host.workingDirectory()::resolve)
            .orElse(host.temporaryDirectory()));
  }

  private static String name(Ci ci, Environment environment) {
    StringBuilder ids = new StringBuilder(ci.mark());
    ci.ids().forEach(id -> ids.append('\n').append(environment.get(id).orElse("")));
    return Sha256.hex(ids.toString()).substring(0, NAME_LENGTH);
  }
}

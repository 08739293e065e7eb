package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.action.toolkit.container.RunnerUser;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Prints which directory each kind of later step will read, and then what {@code baseten-ci doctor}
 * finds when it runs as in a later container action.
 */
record Doctor(ContainerJob job, ActionsCore core, HostPaths paths) {

  /**
   * @param variables the variables that the login exported
   */
  void examine(LoginDirectory directory, Map<String, String> variables) {
    String inside = directory.inContainer();
    core.startGroup("baseten login: doctor");
    for (HostPaths.Finding finding : paths.findings()) {
      String says = Objects.requireNonNullElse(finding.directory(), "says nothing");
      core.info("runner's temporary directory, by " + finding.way() + ": " + says);
    }
    RunnerUser owner = RunnerUser.of(job);
    core.info("runner's user: " + (owner == null ? "unknown" : owner.uid() + ":" + owner.gid()));
    core.info("a step on the host looks into:          " + directory.onHost());
    core.info("a later container action looks into:    " + inside);
    core.info("a step of a container: job looks into:  " + inside);
    boolean there = Files.isDirectory(job.path(inside));
    core.info("the directory is " + (there ? "there" : "not there: this export writes no files"));
    core.endGroup();
    Map<String, String> environment = new HashMap<>(job.environment());
    variables.forEach(
        (name, value) -> environment.put(name, value.replace(directory.onHost(), inside)));
    core.startGroup("baseten login: baseten-ci doctor");
    ShimRun.doctor(job, environment, core.foreignOutput());
    core.endGroup();
  }
}

package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * Says what each kind of step will see of the login, by what was found, and then what {@code
 * baseten-ci doctor} finds as a later container action would run it.
 */
final class Doctor {
  private final Job job;
  private final ActionsCore core;
  private final HostPaths paths;

  Doctor(Job job, ActionsCore core, HostPaths paths) {
    this.job = job;
    this.core = core;
    this.paths = paths;
  }

  /**
   * @param variables what was exported
   */
  void examine(LoginDirectory directory, Map<String, String> variables) {
    core.startGroup("baseten login: doctor");
    for (HostPaths.Finding finding : paths.findings()) {
      String says = finding.directory();
      core.info(
          "runner's temporary directory, by "
              + finding.way()
              + ": "
              + (says == null ? "says nothing" : says));
    }
    Owner owner = Owner.ofRunner(job);
    core.info("runner's user: " + (owner == null ? "unknown" : owner.uid() + ":" + owner.gid()));
    core.info("a step on the host looks into:          " + directory.onHost());
    core.info("a later container action looks into:    " + directory.inContainer());
    core.info("a step of a container: job looks into:  " + directory.inContainer());
    boolean there = Files.isDirectory(job.path(directory.inContainer()));
    core.info("the directory is " + (there ? "there" : "not there: this export writes no files"));
    core.endGroup();
    shim(directory, variables);
  }

  private void shim(LoginDirectory directory, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(job.environment());
    variables.forEach(
        (name, value) ->
            environment.put(name, value.replace(directory.onHost(), directory.inContainer())));
    core.startGroup("baseten login: baseten-ci doctor");
    ShimRun.doctor(job, environment, core.foreignOutput());
    core.endGroup();
  }
}

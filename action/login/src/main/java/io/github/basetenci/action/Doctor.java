package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ActionsCore;
import io.github.basetenci.shim.Shim;
import io.github.basetenci.shim.command.Host;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says what each kind of step will see of the login, by what was found, and then what {@code
 * baseten-ci doctor} finds as a later container action would run it.
 */
final class Doctor {
  private final Job job;
  private final ActionsCore core;
  private final HostPaths paths;
  private final StepLog log;

  Doctor(Job job, ActionsCore core, HostPaths paths, StepLog log) {
    this.job = job;
    this.core = core;
    this.paths = paths;
    this.log = log;
  }

  /**
   * @param variables what was exported
   */
  void examine(LoginDirectory directory, String onHost, Map<String, String> variables) {
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
    core.info("a step on the host looks into:          " + onHost);
    core.info("a later container action looks into:    " + directory.inContainer());
    core.info("a step of a container: job looks into:  " + directory.inContainer());
    boolean there = Files.isDirectory(job.path(directory.inContainer()));
    core.info("the directory is " + (there ? "there" : "not there: this export writes no files"));
    core.endGroup();
    shim(directory, onHost, variables);
    log.debug("The doctor is done.");
  }

  private void shim(LoginDirectory directory, String onHost, Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>(job.environment());
    variables.forEach(
        (name, value) -> environment.put(name, value.replace(onHost, directory.inContainer())));
    core.startGroup("baseten login: baseten-ci doctor");
    PrintStream out = new PrintStream(core.foreignOutput(), false, StandardCharsets.UTF_8);
    new Shim(
            new Host(
                environment,
                new Host.Streams(
                    InputStream.nullInputStream(),
                    out,
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    null),
                new Host.Directories(job.path(HostPaths.WORKSPACE), job.temporaryDirectory()),
                job.platform(),
                job.time()))
        .run("doctor", "--offline");
    out.flush();
    core.endGroup();
  }
}

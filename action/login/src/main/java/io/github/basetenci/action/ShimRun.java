package io.github.basetenci.action;

import io.github.basetenci.shim.Shim;
import io.github.basetenci.shim.command.Extras;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.job.JobCommand;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.wording.Words;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands of the shim in this process. The command {@code job} speaks as the action does:
 * with the names of inputs, into the log of the step, and its failures are told by a stage.
 */
final class ShimRun implements Extras {
  /** The user's own files, which are none of the job's: the home is that of the container. */
  private static final Set<String> HOMES = Set.of("HOME", "XDG_CONFIG_HOME");

  private final Job job;
  private final KeyMasks masks;
  private final StepLog log;
  private final List<Path> authorities = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();

  ShimRun(Job job, KeyMasks masks, StepLog log) {
    this.job = job;
    this.masks = masks;
    this.log = log;
  }

  /**
   * Runs {@code job} with one of its commands.
   *
   * @return what failed, in its order
   */
  List<Exception> job(Map<String, String> variables, Object command, List<String> line) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.keySet().removeAll(HOMES);
    OutputStream nowhere = OutputStream.nullOutputStream();
    new Shim(host(job, environment, nowhere), Map.of("job", () -> JobCommand.line(command)), this)
        .run(line.toArray(String[]::new));
    return failures;
  }

  /** Runs {@code doctor}, which speaks as the command does. */
  static void doctor(Job job, Map<String, String> environment, OutputStream out) {
    new Shim(host(job, environment, out)).run("doctor", "--offline");
  }

  private static Host host(Job job, Map<String, String> environment, OutputStream out) {
    return new Host(
        environment,
        InputStream.nullInputStream(),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        null,
        job.path(HostPaths.WORKSPACE),
        job.temporaryDirectory(),
        job.osName(),
        job.javaVersion(),
        job.clock(),
        job.nanoTicker(),
        job.sleeper());
  }

  /** From now on these certificate authorities count, too. */
  void trust(List<Path> files) {
    authorities.addAll(files);
  }

  @Override
  public List<Path> certificateAuthorities() {
    return authorities;
  }

  @Override
  public Words words() {
    return ActionWords.WORDS;
  }

  @Override
  public Output.Log log() {
    return log;
  }

  @Override
  public void met(String text) {
    masks.hide(text);
  }

  /** The workflow itself has named the server of a sandbox. */
  @Override
  public LogLevel levelOfOverride() {
    return LogLevel.INFO;
  }

  @Override
  public boolean takes(Exception failure) {
    failures.add(failure);
    for (Throwable further : failure.getSuppressed()) {
      if (further instanceof Exception e) {
        failures.add(e);
      }
    }
    return true;
  }
}

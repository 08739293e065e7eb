package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.http.TlsLibrary;
import io.github.basetenci.shim.Shim;
import io.github.basetenci.shim.command.Extras;
import io.github.basetenci.shim.command.Host;
import io.github.basetenci.shim.identity.GitHubRun;
import io.github.basetenci.shim.job.JobCommand;
import io.github.basetenci.shim.output.LogLevel;
import io.github.basetenci.shim.output.Output;
import io.github.basetenci.shim.wording.Words;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs commands of the shim in this process. The command {@code job} uses the names of inputs and
 * writes into the log of the step. A stage reports the failures of {@code job}.
 */
final class ShimRun implements Extras {
  private static final String CA_VARIABLE = "SSL_CERT_FILE";

  private final ContainerJob job;
  private final Stage stage;
  private final List<Exception> failures = new ArrayList<>();

  ShimRun(Stage stage) {
    this.job = stage.job();
    this.stage = stage;
  }

  /**
   * Runs one command of the group {@code job}.
   *
   * @return the failures, in the order in which they happened
   */
  List<Exception> job(Map<String, String> variables, Object command, List<String> line) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    new Shim(host(job, variables, nowhere), Map.of("job", () -> JobCommand.line(command)), this)
        .run(line.toArray(String[]::new));
    return failures;
  }

  /** Runs {@code doctor}, whose messages name flags and commands. */
  static void doctor(ContainerJob job, Map<String, String> environment, OutputStream out) {
    new Shim(host(job, environment, out)).run("doctor", "--offline");
  }

  private static Host host(ContainerJob job, Map<String, String> environment, OutputStream out) {
    return new Host(
        environment,
        new Host.Streams(
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            null),
        new Host.Directories(job.path(HostPaths.WORKSPACE), job.directories().temporary()),
        new Host.Platform(job.platform().osName(), job.platform().javaVersion()),
        new Host.Time(job.time().clock(), job.time().nanoTicker(), job.time().sleeper()::sleep));
  }

  /**
   * The variables of the job, with the path at which this process finds the event. The variable for
   * a file of certificates is left out if the file is only on the host, because this container
   * cannot read that file.
   */
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(job.environment());
    variables.computeIfPresent(
        GitHubRun.EVENT_PATH, (name, path) -> path.isEmpty() ? path : job.path(path).toString());
    String named = job.variable(CA_VARIABLE);
    if (!named.isEmpty() && !Files.exists(job.path(HostPaths.WORKSPACE).resolve(named))) {
      String why = " names a file of the host, which this container does not see.";
      stage.log().say(LogLevel.INFO, CA_VARIABLE + why);
      variables.remove(CA_VARIABLE);
    }
    return variables;
  }

  @Override
  public Words words() {
    return ActionWords.WORDS;
  }

  @Override
  public Output.Log log() {
    return stage.log();
  }

  @Override
  public TlsLibrary tls() {
    return stage.tls();
  }

  @Override
  public void met(String text) {
    stage.masks().hide(text);
  }

  /** INFO is enough, because the workflow itself has set the input {@code sandbox-url}. */
  @Override
  public LogLevel levelOfOverride() {
    return LogLevel.INFO;
  }

  @Override
  public boolean takes(Exception failure) {
    failures.add(failure);
    Stream<Throwable> further = Stream.of(failure.getSuppressed());
    further.filter(Exception.class::isInstance).forEach(each -> failures.add((Exception) each));
    return true;
  }
}

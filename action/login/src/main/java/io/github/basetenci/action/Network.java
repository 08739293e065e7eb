package io.github.basetenci.action;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.cli.command.Version;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.UserAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reaches the server as the job says: its proxies, and a certificate authority of its company. */
final class Network {
  private static final String CA_VARIABLE = "SSL_CERT_FILE";

  private final Job job;
  private final StepLog log;

  Network(Job job, StepLog log) {
    this.job = job;
    this.log = log;
  }

  /** Clients that share one deadline, which begins now. */
  ManagementClients clients(Inputs inputs, Environment environment) throws ActionException {
    Path workspace = job.path(HostPaths.WORKSPACE);
    HttpSettings settings =
        HttpSettings.of(UserAgent.of(Version.current(), job.javaVersion(), job.osName()))
            .withEnvironment(withoutForeignCa(environment.variables(), workspace), workspace);
    String ca = inputs.caCertificate();
    if (ca != null) {
      settings = settings.withCaFile(caFile(ca, workspace));
    }
    return new ManagementClients(
        environment,
        new HttpTransport(settings),
        Deadline.after(inputs.timeout(), job.nanoTicker()),
        time -> Thread.sleep(time.toMillis()),
        log::info);
  }

  /** A file of the host's own is meant for the host's programs, and is not in this container. */
  private Map<String, String> withoutForeignCa(Map<String, String> variables, Path workspace) {
    String named = variables.getOrDefault(CA_VARIABLE, "");
    if (named.isEmpty() || Files.exists(workspace.resolve(named))) {
      return variables;
    }
    log.info(CA_VARIABLE + " names a file of the host, which this container does not see.");
    Map<String, String> without = new LinkedHashMap<>(variables);
    without.remove(CA_VARIABLE);
    return without;
  }

  private Path caFile(String given, Path workspace) throws ActionException {
    if (!given.startsWith("-----BEGIN ")) {
      try {
        return workspace.resolve(given);
      } catch (InvalidPathException e) {
        throw new ActionException("ca-certificate is neither a PEM text nor a path", null, e);
      }
    }
    try {
      Path file = Files.createTempFile(job.temporaryDirectory(), "ca-", ".pem");
      Files.writeString(file, given + "\n");
      return file;
    } catch (IOException e) {
      throw new ActionException(
          "ca-certificate cannot be written to the container's temporary directory; give a path in"
              + " the workspace instead",
          null,
          e);
    }
  }
}

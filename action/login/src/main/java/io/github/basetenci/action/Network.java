package io.github.basetenci.action;

import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.api.Patience;
import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.ManagementClients;
import io.github.basetenci.ephemeral.EphemeralKeys;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.UserAgent;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.shim.command.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reaches the server as the job says: its proxies, and a certificate authority of its company. */
final class Network {
  private static final String CA_VARIABLE = "SSL_CERT_FILE";

  private final Job job;
  private final StepLog log;
  private final Environment environment;
  private final HttpSettings settings;
  private final HttpTransport transport;
  private final Deadline deadline;

  private Network(
      Job job, StepLog log, Environment environment, HttpSettings settings, Deadline deadline) {
    this.job = job;
    this.log = log;
    this.environment = environment;
    this.settings = settings;
    this.transport = new HttpTransport(settings);
    this.deadline = deadline;
  }

  /** All calls together share one deadline, which begins now. */
  static Network open(Job job, StepLog log, Inputs inputs, Environment environment)
      throws ActionException {
    Path workspace = job.path(HostPaths.WORKSPACE);
    HttpSettings settings =
        HttpSettings.of(UserAgent.of(Version.current(), job.javaVersion(), job.osName()))
            .withEnvironment(withoutForeignCa(environment.variables(), workspace, log), workspace)
            .withAdvice(ActionWords.ADVICE);
    String ca = inputs.caCertificate();
    if (ca != null) {
      settings = settings.withCaFile(caFile(job, ca, workspace));
    }
    return new Network(
        job, log, environment, settings, Deadline.after(inputs.timeout(), job.nanoTicker()));
  }

  ManagementClients clients() {
    return new ManagementClients(environment, transport, deadline, job.sleeper(), log::info);
  }

  ManagementApi api(URI address, ApiKey key) {
    return new ManagementApi(transport, address, key, deadline, job.sleeper());
  }

  /** A client for calls that may take so long and no longer, and half of the time that is left. */
  ManagementApi api(URI address, ApiKey key, Duration atMost) {
    Duration half = deadline.remaining().dividedBy(2).plusNanos(1);
    Duration limit = half.compareTo(atMost) < 0 ? half : atMost;
    Deadline own = Deadline.after(limit, job.nanoTicker());
    return new ManagementApi(transport, address, key, own, job.sleeper());
  }

  /** For questions that are asked again. */
  Patience patience() {
    return new Patience(deadline, job.sleeper());
  }

  EphemeralKeys keys(ManagementApi api) {
    return new EphemeralKeys(api, deadline, job.sleeper());
  }

  /** Tells whether the certificate authorities that the job adds are still the same. */
  String trusted() throws ActionException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : settings.caFiles()) {
        digest.update(Files.readAllBytes(file));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new ActionException("a file of certificate authorities cannot be read", null, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A file of the host's own is meant for the host's programs, and is not in this container. */
  private static Map<String, String> withoutForeignCa(
      Map<String, String> variables, Path workspace, StepLog log) {
    String named = variables.getOrDefault(CA_VARIABLE, "");
    if (named.isEmpty() || Files.exists(workspace.resolve(named))) {
      return variables;
    }
    log.info(CA_VARIABLE + " names a file of the host, which this container does not see.");
    Map<String, String> without = new LinkedHashMap<>(variables);
    without.remove(CA_VARIABLE);
    return without;
  }

  private static Path caFile(Job job, String given, Path workspace) throws ActionException {
    // Comments and the attributes of a bag stand before the first certificate.
    if (!given.contains("-----BEGIN ")) {
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

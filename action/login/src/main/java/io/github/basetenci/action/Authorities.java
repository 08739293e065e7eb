package io.github.basetenci.action;

import io.github.basetenci.shim.output.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificate authorities of a company, as the job and the input {@code ca-certificate} say.
 */
final class Authorities {
  private static final String CA_VARIABLE = "SSL_CERT_FILE";

  private Authorities() {}

  /**
   * The variables without a file of the host, which is meant for the host's programs, and is not in
   * this container.
   */
  static Map<String, String> withoutForeign(Job job, StepLog log) {
    Map<String, String> variables = new HashMap<>(job.environment());
    String named = job.variable(CA_VARIABLE);
    if (!named.isEmpty() && !Files.exists(job.path(HostPaths.WORKSPACE).resolve(named))) {
      log.say(
          LogLevel.INFO,
          CA_VARIABLE + " names a file of the host, which this container does not see.");
      variables.remove(CA_VARIABLE);
    }
    return variables;
  }

  /** The file of the input; none where it is empty. */
  static List<Path> ofInput(Job job, Inputs inputs) throws ActionException {
    String given = inputs.caCertificate();
    if (given == null) {
      return List.of();
    }
    // Comments and the attributes of a bag stand before the first certificate.
    if (!given.contains("-----BEGIN ")) {
      try {
        return List.of(job.path(HostPaths.WORKSPACE).resolve(given));
      } catch (InvalidPathException e) {
        throw new ActionException("ca-certificate is neither a PEM text nor a path", null, e);
      }
    }
    try {
      Path file = Files.createTempFile(job.temporaryDirectory(), "ca-", ".pem");
      return List.of(Files.writeString(file, given + "\n"));
    } catch (IOException e) {
      throw new ActionException(
          "ca-certificate cannot be written to the container's temporary directory; give a path in"
              + " the workspace instead",
          null,
          e);
    }
  }
}

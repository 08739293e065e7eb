package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Network;
import io.github.basetenci.shim.command.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flag for a certificate authority. A CI often has the certificate as a text instead of a file.
 */
final class CertificateOption {
  @Option(
      names = "--ca-certificate",
      paramLabel = "FILE",
      description =
          "Also trust the certificates of this PEM file, or of this PEM text, beside those of"
              + " SSL_CERT_FILE.")
  @Nullable String given;

  /** The connection to the server, which also trusts these certificates. */
  Network network(Session session) throws CommandException {
    return session.network(given == null ? List.of() : List.of(file(session, given)));
  }

  private static Path file(Session session, String text) throws CommandException {
    String option = session.words().name("ca-certificate");
    // Comments and bag attributes may come before the first certificate.
    if (!text.contains("-----BEGIN ")) {
      try {
        return session.host().workingDirectory().resolve(text);
      } catch (InvalidPathException e) {
        throw new CommandException(
            option + " is neither a PEM text nor a path", ExitCode.FAILURE, e);
      }
    }
    try {
      Path file = Files.createTempFile(session.host().temporaryDirectory(), "ca-", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new CommandException(
          option
              + " cannot be written to the directory for temporary files; give the path of a file"
              + " instead",
          ExitCode.FAILURE,
          e);
    }
  }
}

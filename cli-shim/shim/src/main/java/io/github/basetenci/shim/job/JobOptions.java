package io.github.basetenci.shim.job;

import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that login and logout share: the directory of the login, and how variables are handed
 * over.
 */
final class JobOptions {
  @Option(
      names = "--directory",
      paramLabel = "DIRECTORY",
      description =
          "Directory of the login, which the login makes. Default: one that is named after the job,"
              + " in GitHub Actions, GitLab, Azure Pipelines, Buildkite, CircleCI and Bitbucket.")
  @Nullable String directory;

  @Option(
      names = "--export-file",
      paramLabel = "FILE",
      description =
          "Append the variables to this file. Default: GITHUB_ENV for github, else standard output.")
  @Nullable String exportFile;

  @Option(
      names = "--export-secret",
      description = "Also hand over variables whose value is a key. Never with dotenv.")
  boolean exportSecret;

  /** The directory that the flag names, or null. */
  @Nullable Path named(Session session) throws UsageException {
    return directory == null ? null : resolved(session, "--directory", directory);
  }

  /** The directory that is named after the job. */
  static Path ofJob(Session session) throws UsageException {
    Optional<Path> derived = CiJob.directory(session.environment(), session.host());
    if (derived.isEmpty()) {
      throw new UsageException(
          "the variables tell of no job of a CI that is known here; name the directory of the login"
              + " with --directory");
    }
    return derived.get();
  }

  /** The destination of the variables. */
  ExportDestination destination(Session session, ExportFormat format) throws UsageException {
    if (exportSecret && format == ExportFormat.dotenv) {
      throw new UsageException(
          "--export-secret and --export dotenv are mutually exclusive, since others can download"
              + " such a file");
    }
    if (exportFile != null) {
      return new ExportDestination(session, resolved(session, "--export-file", exportFile));
    }
    if (format == ExportFormat.dotenv) {
      throw new UsageException("--export dotenv needs --export-file, the file to write");
    }
    if (format != ExportFormat.github) {
      return new ExportDestination(session, null);
    }
    Optional<String> file = session.environment().get("GITHUB_ENV");
    if (file.isEmpty()) {
      throw new UsageException(
          "--export github needs the variable GITHUB_ENV, which the runner sets in a step of a"
              + " workflow; run it there, or choose another --export");
    }
    return new ExportDestination(session, resolved(session, "GITHUB_ENV", file.get()));
  }

  private static Path resolved(Session session, String source, String path) throws UsageException {
    if (path.isEmpty()) {
      throw new UsageException(source + " is empty; give a path, or leave it out");
    }
    return session.host().workingDirectory().resolve(path);
  }
}

package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.UserAgent;
import io.github.basetenci.identity.CiIdentities;
import io.github.basetenci.identity.CloudIdentities;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityCommand;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentityFile;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.command.Version;
import io.github.basetenci.shim.identity.GitHubIdentity;
import io.github.basetenci.shim.identity.WorkflowException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The identity tokens that a job has by itself, and those that it has when they are named. */
final class JobIdentities {
  static final String FILE = "BASETEN_ID_TOKEN_FILE";
  static final String TOKEN = "BASETEN_ID_TOKEN";

  /** The address of a cloud's own service is near, or it is not there. */
  private static final Duration NEAR = Duration.ofSeconds(2);

  private static final String NAMES =
      "github, azure-devops, bitbucket, circleci, gcp, azure or aws";

  private final Session session;
  private final Map<String, String> environment;

  JobIdentities(Session session) {
    this.session = session;
    this.environment = session.host().environment();
  }

  /** The sources that this job has by itself. */
  List<IdentitySource> ambient() throws IdentityException {
    List<IdentitySource> sources = new ArrayList<>();
    session
        .environment()
        .get(FILE)
        .ifPresent(name -> sources.add(new IdentityFile(FILE, resolved(name))));
    session
        .environment()
        .get(TOKEN)
        .ifPresent(
            text -> {
              session.hide(text);
              sources.add(new GivenIdentity(TOKEN, text));
            });
    for (String name : List.of(GitHubIdentity.NAME, "azure-devops", "bitbucket", "circleci")) {
      ofCi(name).ifPresent(sources::add);
    }
    return sources;
  }

  /**
   * The source of this name.
   *
   * @param flag the flag that named it, for messages
   */
  IdentitySource named(String flag, String name)
      throws UsageException, AuthException, IdentityException {
    switch (name) {
      case "github", "azure-devops", "bitbucket", "circleci" -> {
        Optional<IdentitySource> source = ofCi(name);
        if (source.isEmpty()) {
          if (name.equals(GitHubIdentity.NAME)) {
            refuseWithoutPermission();
          }
          throw IdentityException.invalid(
              "this job has no identity token of " + name + ", which " + flag + " names");
        }
        return source.get();
      }
      case "gcp" -> {
        return CloudIdentities.google(direct());
      }
      case "azure" -> {
        return CloudIdentities.azure(direct());
      }
      case "aws" -> {
        boolean windows = session.host().osName().toLowerCase(Locale.ROOT).startsWith("windows");
        return new AwsIdentity(runner(), windows);
      }
      default -> throw new UsageException(flag + " is none of " + NAMES);
    }
  }

  /**
   * Refuses a job of a GitHub workflow to which GitHub gives no identity tokens.
   *
   * @throws AuthException if this is such a job; its cause has the lines of the workflow that
   *     correct it
   */
  void refuseWithoutPermission() throws AuthException {
    Optional<WorkflowException> missing = GitHubIdentity.missing(environment);
    if (missing.isPresent()) {
      throw new AuthException(
          AuthException.Kind.INVALID, String.valueOf(missing.get().getMessage()), missing.get());
    }
  }

  private Optional<IdentitySource> ofCi(String name) throws IdentityException {
    return switch (name) {
      case "azure-devops" -> CiIdentities.azureDevops(environment, session.transport());
      case "bitbucket" -> CiIdentities.bitbucket(environment);
      case "circleci" -> CiIdentities.circleci(environment);
      default -> GitHubIdentity.of(environment, session.transport(), session.sleeper());
    };
  }

  IdentityCommand.Runner runner() {
    return new IdentityProgram(environment, session.host().workingDirectory());
  }

  private Path resolved(String name) {
    return session.host().workingDirectory().resolve(name);
  }

  /** A transport without a proxy. */
  private HttpTransport direct() {
    return new HttpTransport(
        HttpSettings.of(
                UserAgent.of(
                    Version.current(), session.host().javaVersion(), session.host().osName()))
            .withTimeouts(NEAR, Duration.ofSeconds(10)));
  }
}

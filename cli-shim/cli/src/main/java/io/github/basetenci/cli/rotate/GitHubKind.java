package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.targets.github.GitHubApi;
import io.github.basetenci.targets.github.GitHubSecretTarget;
import io.github.basetenci.targets.github.GitHubSecrets;
import io.github.basetenci.targets.github.GitHubUrl;
import io.github.basetenci.targets.github.InvalidSecretAddressException;
import io.github.basetenci.targets.github.SecretAddress;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets of GitHub. All secrets of one run share one token, and so they share GitHub's limits. */
final class GitHubKind implements TargetKind {
  private final Session session;
  private @Nullable GitHubSecrets secrets;

  GitHubKind(Session session) {
    this.session = session;
  }

  @Override
  public String form() {
    return "github:OWNER/REPOSITORY/NAME";
  }

  @Override
  public boolean claims(String spec) {
    return SecretAddress.claims(spec);
  }

  @Override
  public String nameOf(String spec) throws UsageException {
    try {
      return SecretAddress.parse(spec).toString();
    } catch (InvalidSecretAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean canBeRead() {
    return false;
  }

  @Override
  public Target make(String spec) throws UsageException {
    try {
      SecretAddress address = SecretAddress.parse(spec);
      if (secrets == null) {
        secrets = open();
      }
      return new GitHubSecretTarget(secrets, address);
    } catch (InvalidSecretAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private GitHubSecrets open() throws UsageException, InvalidSecretAddressException {
    ForeignToken token =
        new TargetTokens(session)
            .require(
                "a target of GitHub needs a token that may write secrets",
                "GH_TOKEN",
                "GITHUB_TOKEN");
    Optional<String> url = session.environment().get("GITHUB_API_URL");
    GitHubApi api =
        new GitHubApi(
            session.transport(),
            url.isPresent() ? GitHubUrl.parse(url.get()) : GitHubUrl.PUBLIC,
            token,
            session.deadline(),
            session.sleeper(),
            session.ticker());
    return new GitHubSecrets(api, new SecureRandom());
  }
}

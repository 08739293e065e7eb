package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.targets.github.GitHubApi;
import io.github.basetenci.targets.github.GitHubSecrets;
import io.github.basetenci.targets.github.GitHubUrl;
import io.github.basetenci.targets.github.InvalidSecretAddressException;
import io.github.basetenci.targets.jenkins.JenkinsApi;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GitHub and Jenkins, with the tokens that the environment has for them. */
public final class TargetServers {
  private static final String USER = "JENKINS_USER_ID";

  private final Session session;
  private @Nullable GitHubSecrets secrets;

  public TargetServers(Session session) {
    this.session = session;
  }

  /**
   * The secrets of GitHub. All secrets of one run share one token, and so they share GitHub's
   * limits.
   *
   * @param needs what needs the token, as the beginning of a sentence
   */
  public GitHubSecrets gitHub(String needs) throws UsageException {
    GitHubSecrets present = secrets;
    if (present == null) {
      present = open(needs);
      secrets = present;
    }
    return present;
  }

  private GitHubSecrets open(String needs) throws UsageException {
    ForeignToken token = new TargetTokens(session).require(needs, "GH_TOKEN", "GITHUB_TOKEN");
    Optional<String> url = session.environment().get("GITHUB_API_URL");
    try {
      GitHubApi api =
          new GitHubApi(
              session.transport(),
              url.isPresent() ? GitHubUrl.parse(url.get()) : GitHubUrl.PUBLIC,
              token,
              session.deadline(),
              session.sleeper(),
              session.ticker());
      return new GitHubSecrets(api, new SecureRandom());
    } catch (InvalidSecretAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A Jenkins. One user writes all credentials of a run.
   *
   * @param needs what needs the user, as the beginning of a sentence
   */
  public JenkinsApi jenkins(String needs) throws UsageException {
    ForeignToken token = new TargetTokens(session).require(needs, "JENKINS_API_TOKEN");
    String user =
        session
            .environment()
            .get(USER)
            .orElseThrow(() -> new UsageException(needs + "; set " + USER));
    return new JenkinsApi(session.transport(), user, token, session.deadline(), session.sleeper());
  }
}

package io.github.basetenci.cli.rotate;

import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.targets.jenkins.CredentialAddress;
import io.github.basetenci.targets.jenkins.InvalidCredentialAddressException;
import io.github.basetenci.targets.jenkins.JenkinsApi;
import io.github.basetenci.targets.jenkins.JenkinsCredentialTarget;

/** Credentials of Jenkins. One Jenkins user writes all credentials of a run. */
final class JenkinsKind implements TargetKind {
  private static final String USER = "JENKINS_USER_ID";

  private final Session session;

  JenkinsKind(Session session) {
    this.session = session;
  }

  @Override
  public String form() {
    return "jenkins:URL";
  }

  @Override
  public boolean claims(String spec) {
    return CredentialAddress.claims(spec);
  }

  @Override
  public String nameOf(String spec) throws UsageException {
    try {
      return CredentialAddress.parse(spec).toString();
    } catch (InvalidCredentialAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean canBeRead() {
    return true;
  }

  @Override
  public Target make(String spec) throws UsageException {
    try {
      CredentialAddress address = CredentialAddress.parse(spec);
      String needs = "a target of Jenkins needs a user with an API token";
      ForeignToken token = new TargetTokens(session).require(needs, "JENKINS_API_TOKEN");
      String user =
          session
              .environment()
              .get(USER)
              .orElseThrow(() -> new UsageException(needs + "; set " + USER));
      return new JenkinsCredentialTarget(
          new JenkinsApi(session.transport(), user, token, session.deadline(), session.sleeper()),
          address);
    } catch (InvalidCredentialAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

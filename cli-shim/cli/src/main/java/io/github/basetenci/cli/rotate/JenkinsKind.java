package io.github.basetenci.cli.rotate;

import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.targets.jenkins.CredentialAddress;
import io.github.basetenci.targets.jenkins.InvalidCredentialAddressException;
import io.github.basetenci.targets.jenkins.JenkinsCredentialTarget;

/** Credentials of Jenkins. */
final class JenkinsKind implements TargetKind {
  private final TargetServers servers;

  JenkinsKind(TargetServers servers) {
    this.servers = servers;
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
      return new JenkinsCredentialTarget(
          servers.jenkins("a target of Jenkins needs a user with an API token"), address);
    } catch (InvalidCredentialAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

package io.github.basetenci.cli.rotate;

import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.targets.github.GitHubSecretTarget;
import io.github.basetenci.targets.github.InvalidSecretAddressException;
import io.github.basetenci.targets.github.SecretAddress;

/** Secrets of GitHub. */
final class GitHubKind implements TargetKind {
  private final TargetServers servers;

  GitHubKind(TargetServers servers) {
    this.servers = servers;
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
      return new GitHubSecretTarget(
          servers.gitHub("a target of GitHub needs a token that may write secrets"), address);
    } catch (InvalidSecretAddressException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

package io.github.basetenci.targets.github;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;

/**
 * A secret of GitHub as a target of a rotation. It has to be there already: a rotation replaces,
 * and a name that is only misspelt is found before anything has changed.
 *
 * <p>In all that is one request for the check and two for the write; in an organization three for
 * the write, whose public key is asked for once, and one more for each hundred chosen repositories.
 */
public final class GitHubSecretTarget implements Target {
  private static final int NOT_FOUND = 404;

  private final GitHubSecrets secrets;
  private final SecretAddress address;

  public GitHubSecretTarget(GitHubSecrets secrets, SecretAddress address) {
    this.secrets = secrets;
    this.address = address;
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public void check(String oldPrefix) throws RotationIOException, InterruptedException {
    try {
      secrets.read(address);
    } catch (GitHubException e) {
      throw e.status() == NOT_FOUND
          ? new RotationIOException(
              "the token sees no secret %s in %s; create it, correct the name, or give the token the permission %s: write"
                  .formatted(
                      address.name(),
                      address.scope().label(),
                      address.scope().permission(address.store())),
              e)
          : failure(e);
    }
  }

  @Override
  public void write(ApiKey key, String expectedPrefix)
      throws RotationIOException, InterruptedException {
    try {
      secrets.write(address, key);
    } catch (GitHubException e) {
      throw failure(e);
    }
  }

  private static RotationIOException failure(GitHubException e) {
    return new RotationIOException(String.valueOf(e.getMessage()), e);
  }
}

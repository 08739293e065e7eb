package io.github.basetenci.targets.github;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationIOException;
import io.github.basetenci.rotation.Target;

/**
 * A secret of GitHub as a target of a rotation. The secret must already exist, because a rotation
 * only replaces keys. So a misspelt name is found before anything is changed.
 *
 * <p>The check sends one request, and the write sends two. In an organization, the write sends
 * three requests, and one more for each hundred chosen repositories; the public key of an
 * organization is requested only once.
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

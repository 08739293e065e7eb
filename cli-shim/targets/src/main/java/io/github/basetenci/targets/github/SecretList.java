package io.github.basetenci.targets.github;

import java.util.Optional;

/**
 * The secrets that a repository, an environment or an organization has in a store. People write the
 * form of a target without the name of the secret:
 *
 * <pre>
 * github:OWNER/REPOSITORY
 * github:OWNER/REPOSITORY@ENVIRONMENT
 * github:ORGANIZATION
 * github-dependabot:..., github-codespaces:...
 * </pre>
 */
public record SecretList(SecretStore store, SecretScope scope) {
  /**
   * Reads the words in the form above.
   *
   * @return empty if they have another form
   */
  public static Optional<SecretList> parse(String spec) {
    int at = spec.indexOf('@');
    String owner = at < 0 ? spec : spec.substring(0, at);
    try {
      SecretAddress any = SecretAddress.parse(owner + "/ANY" + spec.substring(owner.length()));
      return Optional.of(new SecretList(any.store(), any.scope()));
    } catch (InvalidSecretAddressException e) {
      return Optional.empty();
    }
  }

  /** The words of the target that is a secret of this list. */
  public String target(String name) {
    return new SecretAddress(store, scope, name).toString();
  }
}

package io.github.basetenci.targets.github;

import io.github.basetenci.text.Neutralizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One secret of GitHub. People write
 *
 * <pre>
 * github:OWNER/REPOSITORY/NAME               of a repository
 * github:OWNER/REPOSITORY/NAME@ENVIRONMENT   of one of its environments
 * github:ORGANIZATION/NAME                   of an organization
 * github-dependabot:...                      of Dependabot, repository or organization
 * github-codespaces:...                      of Codespaces, repository or organization
 * github-codespaces:NAME                     of Codespaces, for the user of the token
 * </pre>
 *
 * @param store the store
 * @param scope the repository, environment, organization or user that has the secret
 * @param name the secret's name in capital letters, because GitHub stores every name in capital
 *     letters
 */
public record SecretAddress(SecretStore store, SecretScope scope, String name) {
  private static final Pattern SPEC = Pattern.compile("([a-z-]+):([^@]*)(?:@(.+))?");
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern REPOSITORY = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

  /** Whether the words name a secret of GitHub, even if their form is wrong. */
  public static boolean claims(String spec) {
    return spec.startsWith("github:") || spec.startsWith("github-");
  }

  /**
   * Reads the words of a target in the form above.
   *
   * @throws InvalidSecretAddressException if the words have another form
   */
  public static SecretAddress parse(String spec) throws InvalidSecretAddressException {
    Matcher matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw new InvalidSecretAddressException(
          said(spec) + " names no secret of GitHub; write github:OWNER/REPOSITORY/NAME");
    }
    SecretStore store = store(spec, matcher.group(1));
    String[] parts = matcher.group(2).split("/", -1);
    String name = parts[parts.length - 1].toUpperCase(Locale.ROOT);
    if (!NAME.matcher(name).matches() || name.startsWith("GITHUB_")) {
      throw new InvalidSecretAddressException(
          said(spec)
              + " has no name that GitHub takes for a secret: letters, digits and _, neither a"
              + " digit nor GITHUB_ first");
    }
    return new SecretAddress(store, scope(spec, store, parts, matcher.group(3)), name);
  }

  private static SecretStore store(String spec, String scheme)
      throws InvalidSecretAddressException {
    for (SecretStore store : SecretStore.values()) {
      if (store.scheme().equals(scheme)) {
        return store;
      }
    }
    throw new InvalidSecretAddressException(
        said(spec) + " begins with none of github:, github-dependabot: and github-codespaces:");
  }

  private static SecretScope scope(
      String spec, SecretStore store, String[] parts, @Nullable String environment)
      throws InvalidSecretAddressException {
    if (parts.length > 1 && !OWNER.matcher(parts[0]).matches()) {
      throw new InvalidSecretAddressException(said(spec) + " has no owner that GitHub could have");
    }
    if (parts.length == 3 && !REPOSITORY.matcher(parts[1]).matches()) {
      throw new InvalidSecretAddressException(
          said(spec) + " has no repository that GitHub could have");
    }
    if (environment != null && (store != SecretStore.ACTIONS || parts.length != 3)) {
      throw new InvalidSecretAddressException(
          said(spec) + " has an environment; only github:OWNER/REPOSITORY/NAME@ENVIRONMENT can");
    }
    return switch (parts.length) {
      case 3 ->
          environment == null
              ? new SecretScope.Repository(parts[0], parts[1])
              : new SecretScope.Environment(parts[0], parts[1], environment);
      case 2 -> new SecretScope.Organization(parts[0]);
      case 1 -> {
        if (store != SecretStore.CODESPACES) {
          throw new InvalidSecretAddressException(
              said(spec)
                  + " lacks the repository; write "
                  + store.scheme()
                  + ":OWNER/REPOSITORY/NAME");
        }
        yield new SecretScope.User();
      }
      default ->
          throw new InvalidSecretAddressException(
              said(spec)
                  + " has too many parts; write github:OWNER/REPOSITORY/NAME, and an environment as"
                  + " @ENVIRONMENT after it");
    };
  }

  private static String said(String spec) {
    return "The target " + Neutralizer.line(spec);
  }

  /** The words of the target in the form above. */
  @Override
  public String toString() {
    String spec = store.scheme() + ":";
    if (scope instanceof SecretScope.Repository p) {
      return spec + p.owner() + "/" + p.repository() + "/" + name;
    }
    if (scope instanceof SecretScope.Environment p) {
      return spec + p.owner() + "/" + p.repository() + "/" + name + "@" + p.environment();
    }
    return scope instanceof SecretScope.Organization p
        ? spec + p.organization() + "/" + name
        : spec + name;
  }
}

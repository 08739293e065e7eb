package io.github.basetenci.targets.github;

import io.github.basetenci.http.ServerAddress;
import io.github.basetenci.text.Neutralizer;

/**
 * The address of GitHub's REST API: {@code https://api.github.com}, or {@code https://HOST/api/v3}
 * of a GitHub Enterprise Server. Plain http is allowed only to this machine.
 */
public final class GitHubUrl {
  /** The public service. */
  public static final GitHubUrl PUBLIC = new GitHubUrl("https://api.github.com");

  private final String text;

  private GitHubUrl(String text) {
    this.text = text;
  }

  /**
   * Reads an address, for example the value of the variable {@code GITHUB_API_URL} of a workflow.
   *
   * @throws InvalidSecretAddressException if the text is no address to which a token may be sent
   */
  public static GitHubUrl parse(String text) throws InvalidSecretAddressException {
    if (ServerAddress.parse(text) != null) {
      return new GitHubUrl(text.replaceFirst("/+$", ""));
    }
    // An address that is refused may contain a password.
    String shown =
        text.contains("@") ? "The GitHub address" : "The GitHub address " + Neutralizer.line(text);
    throw new InvalidSecretAddressException(
        shown + " cannot be used; write it as https://api.github.com or https://HOST/api/v3");
  }

  /** The address without a slash at its end. */
  @Override
  public String toString() {
    return text;
  }
}

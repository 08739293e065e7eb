package io.github.basetenci.targets.github;

import io.github.basetenci.json.JsonValue.JsonObject;

/**
 * What GitHub tells about a secret.
 *
 * @param name its name
 * @param updatedAt when it was written, in GitHub's form of a time; empty if GitHub does not tell
 * @param visibility {@code all}, {@code private} or {@code selected} for a secret of an
 *     organization, else empty or meaningless
 */
public record GitHubSecretInfo(String name, String updatedAt, String visibility) {
  static GitHubSecretInfo read(JsonObject json) throws MalformedGitHubAnswerException {
    String name = json.string("name");
    if (name == null) {
      throw new MalformedGitHubAnswerException("the secret has no name");
    }
    return new GitHubSecretInfo(name, orEmpty(json, "updated_at"), orEmpty(json, "visibility"));
  }

  private static String orEmpty(JsonObject json, String member) {
    String value = json.string(member);
    return value == null ? "" : value;
  }
}

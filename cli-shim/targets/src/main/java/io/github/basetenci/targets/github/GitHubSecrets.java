package io.github.basetenci.targets.github;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.key.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets that one token can write. Nobody can read a value back: GitHub tells about a secret
 * only that it exists, when it was written, and which repositories see it.
 */
public final class GitHubSecrets {
  private static final int UNPROCESSABLE = 422;
  private static final String SELECTED = "selected";

  /** The largest number of entries that GitHub lists at once. */
  private static final int PAGE = 100;

  private final GitHubApi api;
  private final SecureRandom random;

  /** The public key of each scope. An organization has many secrets, but one public key. */
  private final Map<List<String>, PublicKey> publicKeys = new ConcurrentHashMap<>();

  /**
   * @param random makes the ephemeral keys of the sealed boxes
   */
  public GitHubSecrets(GitHubApi api, SecureRandom random) {
    this.api = api;
    this.random = random;
  }

  /**
   * What GitHub tells about a secret.
   *
   * @throws GitHubException with status 404 if there is no secret of that name, or if the token may
   *     not see it
   */
  public GitHubSecretInfo read(SecretAddress address) throws GitHubException, InterruptedException {
    return api.get(
        needs(address, "read"), path(address, address.name()), null, GitHubSecretInfo::read);
  }

  /**
   * What GitHub tells about each secret of a list, in GitHub's order.
   *
   * @throws GitHubException with status 404 if there is no such repository or organization, or if
   *     the token may not see it
   */
  public List<GitHubSecretInfo> list(SecretList list) throws GitHubException, InterruptedException {
    List<GitHubSecretInfo> secrets = new ArrayList<>();
    for (int page = 1; ; page++) {
      List<GitHubSecretInfo> found =
          api.get(
              list.scope().permission(list.store()) + ": read",
              list.scope().path(list.store()),
              "per_page=" + PAGE + "&page=" + page,
              GitHubSecrets::secrets);
      secrets.addAll(found);
      if (found.size() < PAGE) {
        return secrets;
      }
    }
  }

  private static List<GitHubSecretInfo> secrets(JsonObject json)
      throws MalformedGitHubAnswerException {
    if (!(json.get("secrets") instanceof JsonArray secrets)) {
      throw new MalformedGitHubAnswerException("the list of secrets is missing");
    }
    List<GitHubSecretInfo> found = new ArrayList<>();
    for (JsonValue item : secrets.items()) {
      if (!(item instanceof JsonObject secret)) {
        throw new MalformedGitHubAnswerException("a secret is no JSON object");
      }
      found.add(GitHubSecretInfo.read(secret));
    }
    return found;
  }

  /**
   * Writes a value. A secret of an organization or a user stays visible to exactly the repositories
   * that see it now. A secret that does not exist is created, except in an organization, because
   * the repositories that may see it would be unknown.
   */
  public void write(SecretAddress address, ApiKey value)
      throws GitHubException, InterruptedException {
    JsonObject visibility =
        address.scope().choosesRepositories() ? visibility(address) : JsonObject.EMPTY;
    PublicKey key = publicKeys.get(placeOf(address));
    boolean fresh = key == null;
    if (key == null) {
      key = fetchPublicKey(address);
    }
    try {
      put(address, key, value, visibility);
    } catch (GitHubException e) {
      if (e.status() != UNPROCESSABLE || fresh) {
        throw e;
      }
      // GitHub answers in this way if it has replaced the public key since it was fetched.
      put(address, fetchPublicKey(address), value, visibility);
    }
  }

  private void put(SecretAddress address, PublicKey key, ApiKey value, JsonObject visibility)
      throws GitHubException, InterruptedException {
    byte[] sealed = key.box().seal(value.reveal().getBytes(StandardCharsets.US_ASCII));
    JsonObject body =
        visibility
            .with("encrypted_value", Base64.getEncoder().encodeToString(sealed))
            .with("key_id", key.id());
    api.put(needs(address, "write"), path(address, address.name()), body);
  }

  private PublicKey fetchPublicKey(SecretAddress address)
      throws GitHubException, InterruptedException {
    PublicKey key =
        api.get(
            needs(address, "read"),
            path(address, "public-key"),
            null,
            json -> PublicKey.read(json, random));
    publicKeys.put(placeOf(address), key);
    return key;
  }

  /** The members of a write that keep a secret visible to the repositories that see it now. */
  private JsonObject visibility(SecretAddress address)
      throws GitHubException, InterruptedException {
    GitHubSecretInfo secret = read(address);
    JsonObject kept = JsonObject.EMPTY;
    if (address.scope() instanceof SecretScope.Organization) {
      if (secret.visibility().isEmpty()) {
        throw new GitHubException("GitHub does not say which repositories see " + address, 0);
      }
      kept = kept.with("visibility", secret.visibility());
      if (!secret.visibility().equals(SELECTED)) {
        return kept;
      }
    }
    List<JsonValue> ids = new ArrayList<>();
    for (String id : selectedRepositories(address)) {
      // Only Dependabot requires the numbers as strings.
      ids.add(address.store() == SecretStore.DEPENDABOT ? new JsonString(id) : new JsonNumber(id));
    }
    return kept.with("selected_repository_ids", new JsonArray(ids));
  }

  private List<String> selectedRepositories(SecretAddress address)
      throws GitHubException, InterruptedException {
    List<String> path = new ArrayList<>(path(address, address.name()));
    path.add("repositories");
    List<String> ids = new ArrayList<>();
    for (int page = 1; ; page++) {
      List<String> found =
          api.get(
              needs(address, "read"),
              path,
              "per_page=" + PAGE + "&page=" + page,
              GitHubSecrets::repositoryIds);
      ids.addAll(found);
      if (found.size() < PAGE) {
        return ids;
      }
    }
  }

  private static List<String> repositoryIds(JsonObject json) throws MalformedGitHubAnswerException {
    if (!(json.get("repositories") instanceof JsonArray repositories)) {
      throw new MalformedGitHubAnswerException("the list of repositories is missing");
    }
    List<String> ids = new ArrayList<>();
    for (JsonValue item : repositories.items()) {
      if (!(item instanceof JsonObject repository)
          || !(repository.get("id") instanceof JsonNumber id)) {
        throw new MalformedGitHubAnswerException("a repository has no id");
      }
      ids.add(id.text());
    }
    return ids;
  }

  private static List<String> placeOf(SecretAddress address) {
    return address.scope().path(address.store());
  }

  private static List<String> path(SecretAddress address, String last) {
    List<String> path = new ArrayList<>(placeOf(address));
    path.add(last);
    return path;
  }

  private static String needs(SecretAddress address, String access) {
    return address.scope().permission(address.store()) + ": " + access;
  }
}

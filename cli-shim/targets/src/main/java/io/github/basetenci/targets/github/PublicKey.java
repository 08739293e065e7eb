package io.github.basetenci.targets.github;

import io.github.basetenci.json.JsonValue.JsonObject;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The public key of a scope.
 *
 * @param id GitHub's id of the key, which is sent with each value that is sealed for the key
 */
record PublicKey(String id, SealedBox box) {
  static PublicKey read(JsonObject json, SecureRandom random)
      throws MalformedGitHubAnswerException {
    String id = json.string("key_id");
    String key = json.string("key");
    if (id == null || key == null) {
      throw new MalformedGitHubAnswerException("the public key or its id is missing");
    }
    try {
      return new PublicKey(id, new SealedBox(Base64.getDecoder().decode(key), random));
    } catch (IllegalArgumentException e) {
      throw new MalformedGitHubAnswerException("the public key is not base64");
    } catch (UnusablePublicKeyException e) {
      throw new MalformedGitHubAnswerException("the public key " + e.getMessage());
    }
  }
}

package io.github.basetenci.identity;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tokens for tests; their signature is no signature. */
final class Tokens {
  static final String AUDIENCE = "https://api.baseten.co";

  private Tokens() {}

  static IdentityToken of(JsonObject claims) throws InvalidIdentityTokenException {
    return IdentityToken.of(text(claims));
  }

  static String text(JsonObject claims) {
    return text(Json.compact(claims).getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] payload) {
    return part("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + part(payload)
        + ".c2lnbmF0dXJl";
  }

  private static String part(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As GitHub makes them for a push to a branch, with the claims that matter here. */
  static JsonObject github() {
    return (JsonObject)
        json(
            """
            {"iss": "https://token.actions.githubusercontent.com",
             "aud": "https://api.baseten.co",
             "sub": "repo:acme/models:ref:refs/heads/main",
             "ref": "refs/heads/main",
             "repository": "acme/models",
             "repository_id": "777",
             "repository_owner": "acme",
             "repository_owner_id": "12345",
             "job_workflow_ref": "acme/models/.github/workflows/deploy.yml@refs/heads/main",
             "iat": 1800000000, "nbf": 1799999400, "exp": 1800000300}""");
  }

  static JsonValue json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonParseException e) {
      throw new AssertionError(e);
    }
  }
}

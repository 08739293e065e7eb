package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A stored secret without its value. The server never returns the value.
 *
 * @param id the id, which does not change with the value; null if the server sends none
 * @param name the name; the server treats names that differ only in punctuation as one secret
 * @param teamName the name of the secret's team, null if the server sends none
 * @param createdAt when the first value was stored, in ISO 8601; null if the server sends none
 */
public record SecretInfo(
    @Nullable String id, String name, @Nullable String teamName, @Nullable String createdAt) {
  static SecretInfo read(JsonObject json) throws MalformedAnswerException {
    return new SecretInfo(
        json.string("id"),
        Fields.required(json, "name"),
        json.string("team_name"),
        json.string("created_at"));
  }
}

package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A stored secret, without its value, which the server never gives back.
 *
 * @param id the same after a change of the value; null if the server sends none
 * @param name names that differ only in punctuation are one secret to the server
 * @param teamName the name of its team, null if the server sends none
 * @param createdAt ISO 8601, of the first value; null if the server sends none
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

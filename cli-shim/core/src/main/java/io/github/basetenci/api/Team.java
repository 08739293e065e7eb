package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A team.
 *
 * @param id identifies it in paths
 * @param name its name, as people and {@code truss} use it
 * @param isDefault whether requests without a team act on it
 * @param createdAt ISO 8601, null if the server sends none
 */
public record Team(String id, String name, boolean isDefault, @Nullable String createdAt) {
  static Team read(JsonObject json) throws MalformedAnswerException {
    return new Team(
        Fields.required(json, "id"),
        Fields.required(json, "name"),
        json.get("default") instanceof JsonBoolean flag && flag.value(),
        json.string("created_at"));
  }
}

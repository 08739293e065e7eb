package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A team.
 *
 * @param id identifies the team in paths
 * @param name the name that people and {@code truss} use
 * @param isDefault whether requests without a team act on this team
 * @param createdAt when the team was created, in ISO 8601; null if the server sends none
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

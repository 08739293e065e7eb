package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request to create a key.
 *
 * @param type what the key may do
 * @param name unique among the unrevoked keys of its kind; null for a key without a name
 * @param modelIds the models to which the key is limited, null for no limit
 */
public record CreateApiKey(
    ApiKeyType type, @Nullable String name, @Nullable List<String> modelIds) {
  public CreateApiKey {
    modelIds = modelIds == null ? null : List.copyOf(modelIds);
  }

  JsonObject toJson() {
    JsonObject json = JsonObject.EMPTY.with("type", type.value());
    if (name != null) {
      json = json.with("name", name);
    }
    return modelIds == null ? json : json.with("model_ids", JsonValue.arrayOf(modelIds));
  }
}

package io.github.basetenci.managed;

import io.github.basetenci.json.JsonValue.JsonObject;

/**
 * Writes the id of a managed key into the registry, and reads it there.
 *
 * @param <K> the id of a managed key; its text form is the name of the key in messages
 */
public interface KeyCodec<K> {
  /** The entry of a key with the members that contain its id. */
  JsonObject write(K id, JsonObject entry);

  /**
   * The id in an entry of the registry.
   *
   * @throws IllegalArgumentException if a member is missing or wrong
   */
  K read(JsonObject entry);

  /** The codec of ids that are names: one member {@code id}. */
  static KeyCodec<String> ofNames() {
    return new KeyCodec<>() {
      @Override
      public JsonObject write(String id, JsonObject entry) {
        return entry.with("id", id);
      }

      @Override
      public String read(JsonObject entry) {
        return JsonFields.text(entry, "id");
      }
    };
  }
}

package io.github.basetenci.action;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.job.SavedVariables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What main leaves for post, before any of it exists. The runner shows state in its debug log, so
 * that no key is in it; and it rewrites state that begins with a path, which a JSON text does not.
 *
 * @param logout whether post has anything to do
 * @param saved what main sets, with the login's directory as the container sees it
 */
record SavedLogin(boolean logout, SavedVariables saved) {
  /** The name of the state. */
  static final String STATE = "login";

  /** The name of the state with the key that main minted. */
  static final String MINTED = "ephemeral";

  /** The file in the login's directory with those earlier values that are keys. */
  static final String KEPT = "before.json";

  /** One line of JSON. */
  String toJson() {
    return Json.compact(
        JsonObject.EMPTY
            .with("directory", saved.directory())
            .with("logout", new JsonBoolean(logout))
            .with("variables", saved.toJson()));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws ActionException if it is something else
   */
  static SavedLogin parse(String json) throws ActionException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        String directory = object.string("directory");
        boolean logout = object.get("logout") instanceof JsonBoolean flag && flag.value();
        Optional<SavedVariables> saved =
            directory == null
                ? Optional.empty()
                : SavedVariables.parse(directory, object.object("variables"));
        if (saved.isPresent()) {
          return new SavedLogin(logout, saved.get());
        }
      }
    } catch (JsonParseException e) {
      // As any other text that main did not save.
    }
    throw new ActionException(
        "the state of this step is not what its main stage saved, so nothing was logged out");
  }

  /** The text of {@link #KEPT}. */
  static String kept(Map<String, String> keys) {
    JsonObject object = JsonObject.EMPTY;
    for (Map.Entry<String, String> key : keys.entrySet()) {
      object = object.with(key.getKey(), key.getValue());
    }
    return Json.compact(object);
  }

  /** Reads it. */
  static Map<String, String> kept(String json) throws ActionException {
    Map<String, String> keys = new LinkedHashMap<>();
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        for (String name : object.members().keySet()) {
          keys.put(name, String.valueOf(object.string(name)));
        }
      }
      return keys;
    } catch (JsonParseException e) {
      throw new ActionException(
          "the variables of an outer login were not put back: " + e.getMessage(), null, e);
    }
  }
}

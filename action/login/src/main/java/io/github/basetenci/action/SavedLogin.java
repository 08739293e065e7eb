package io.github.basetenci.action;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.job.SavedVariables;
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
    return Json.compact(saved.addTo(JsonObject.EMPTY.with("logout", new JsonBoolean(logout))));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws ActionException if it is something else
   */
  static SavedLogin parse(String json) throws ActionException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        boolean logout = object.get("logout") instanceof JsonBoolean flag && flag.value();
        Optional<SavedVariables> saved = SavedVariables.of(object);
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
}

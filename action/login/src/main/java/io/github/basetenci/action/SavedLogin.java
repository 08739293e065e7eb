package io.github.basetenci.action;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.SavedVariables;
import java.util.Optional;

/**
 * What the main stage saves for the post stage before it makes the login. The runner shows state in
 * its debug log, so this state holds no key. The runner rewrites state that begins with a path, so
 * this state is JSON.
 *
 * @param logout whether the post stage logs out
 * @param saved the variables that the main stage sets, and the login's directory in the container
 */
record SavedLogin(boolean logout, SavedVariables saved) {
  /** The name of the state for the login. */
  static final String STATE = "login";

  /** The name of the state for the key that the main stage minted. */
  static final String MINTED = "ephemeral";

  /** The file in the login's directory for the earlier values of variables that are keys. */
  static final String KEPT = "before.json";

  String toJson() {
    return Json.compact(saved.addTo(JsonObject.EMPTY.with("logout", new JsonBoolean(logout))));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws WorkflowException if the text is not what {@link #toJson} writes
   */
  static SavedLogin parse(String json) throws WorkflowException {
    try {
      if (Json.parse(json) instanceof JsonObject object) {
        boolean logout = object.get("logout") instanceof JsonBoolean flag && flag.value();
        Optional<SavedVariables> saved = SavedVariables.of(object);
        if (saved.isPresent()) {
          return new SavedLogin(logout, saved.get());
        }
      }
    } catch (JsonParseException e) {
      // Handled below, as any other text that the main stage did not save.
    }
    throw new WorkflowException(
        "the state of this step is not what its main stage saved, so nothing was logged out");
  }
}

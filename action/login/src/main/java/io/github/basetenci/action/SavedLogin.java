package io.github.basetenci.action;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.text.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What main leaves for post, before any of it exists. The runner shows state in its debug log, so
 * that no key is in it; and it rewrites state that begins with a path, which a JSON text does not.
 *
 * @param directory the login's directory as the container sees it
 * @param logout whether post has anything to do
 * @param variables what main sets, by name
 */
record SavedLogin(String directory, boolean logout, Map<String, Saved> variables) {
  /** The name of the state. */
  static final String STATE = "login";

  /** The file in the login's directory with those earlier values that are keys. */
  static final String KEPT = "before.json";

  /**
   * One variable.
   *
   * @param digest of the value that main sets, see {@link #digest}
   * @param before the value to go back to, as the host has it; null for none
   * @param kept whether the value to go back to is in {@link #KEPT}
   */
  record Saved(String digest, @Nullable String before, boolean kept) {}

  /** One line of JSON. */
  String toJson() {
    JsonObject all = JsonObject.EMPTY;
    for (Map.Entry<String, Saved> variable : variables.entrySet()) {
      Saved saved = variable.getValue();
      all =
          all.with(
              variable.getKey(),
              JsonObject.EMPTY
                  .with("digest", saved.digest())
                  .with("before", saved.before())
                  .with("kept", new JsonBoolean(saved.kept())));
    }
    return Json.compact(
        JsonObject.EMPTY
            .with("directory", directory)
            .with("logout", new JsonBoolean(logout))
            .with("variables", all));
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
        if (directory != null) {
          return new SavedLogin(
              directory, isTrue(object.get("logout")), variables(object.object("variables")));
        }
      }
    } catch (JsonParseException e) {
      // As any other text that main did not save.
    }
    throw new ActionException(
        "the state of this step is not what its main stage saved, so nothing was logged out");
  }

  /** Tells whether a value is still the one that main set, without giving it away. */
  static String digest(String directory, String value) {
    return Sha256.hex(directory + "\n" + value);
  }

  private static Map<String, Saved> variables(JsonObject all) {
    Map<String, Saved> variables = new LinkedHashMap<>();
    for (String name : all.members().keySet()) {
      JsonObject saved = all.object(name);
      String digest = saved.string("digest");
      variables.put(
          name,
          new Saved(
              digest == null ? "" : digest, saved.string("before"), isTrue(saved.get("kept"))));
    }
    return variables;
  }

  private static boolean isTrue(@Nullable JsonValue value) {
    return value instanceof JsonBoolean bool && bool.value();
  }
}

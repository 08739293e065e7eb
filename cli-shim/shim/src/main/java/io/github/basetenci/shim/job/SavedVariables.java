package io.github.basetenci.shim.job;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.text.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The variables that a login sets, with what it takes to undo them.
 *
 * @param directory the directory of the login
 * @param variables what the login sets, by name
 */
public record SavedVariables(String directory, Map<String, Saved> variables) {

  public SavedVariables {
    variables = Map.copyOf(variables);
  }

  /**
   * One variable.
   *
   * @param digest of the value that the login sets, see {@link #digest}
   * @param before the value to go back to; empty for none
   * @param kept whether the value to go back to is a key that is kept elsewhere
   */
  public record Saved(String digest, String before, boolean kept) {
    /** Names no value: it may be a key. */
    @Override
    public String toString() {
      return "Saved[" + digest + "]";
    }
  }

  /**
   * @param variables what the login sets
   * @param before the value of a variable so far; empty for none
   */
  public static SavedVariables of(
      String directory, Map<String, String> variables, UnaryOperator<String> before) {
    Map<String, Saved> saved = new LinkedHashMap<>();
    variables.forEach(
        (name, value) ->
            saved.put(name, new Saved(digest(directory, value), before.apply(name), false)));
    return new SavedVariables(directory, saved);
  }

  /** The values to go back to that are keys, for a record that others can read. */
  public JsonObject keys() {
    Map<String, JsonValue> keys = new TreeMap<>();
    variables.forEach(
        (name, saved) -> {
          if (JobVariables.isSecret(name) && !saved.before().isEmpty()) {
            keys.put(name, new JsonString(saved.before()));
          }
        });
    return new JsonObject(keys);
  }

  /** The same without {@link #keys}. */
  public SavedVariables withoutKeys() {
    Map<String, Saved> without = new LinkedHashMap<>(variables);
    keys()
        .members()
        .keySet()
        .forEach(name -> without.put(name, new Saved(digestOf(name), "", true)));
    return new SavedVariables(directory, without);
  }

  /** The same with the keys that were kept elsewhere; without them they are as good as not set. */
  public SavedVariables withKeys(JsonObject keys) {
    Map<String, Saved> with = new LinkedHashMap<>(variables);
    with.replaceAll(
        (name, saved) ->
            saved.kept()
                ? new Saved(
                    saved.digest(), Objects.requireNonNullElse(keys.string(name), ""), false)
                : saved);
    return new SavedVariables(directory, with);
  }

  /**
   * What is to be set so that the variables are as they were; empty values for those that were not
   * set.
   *
   * @param now the value of a variable now; empty for none
   * @param changed told the names of those that are no longer what the login set
   */
  Map<String, String> undone(UnaryOperator<String> now, Consumer<String> changed) {
    Map<String, String> undone = new TreeMap<>();
    new TreeMap<>(variables)
        .forEach(
            (name, saved) -> {
              String value = now.apply(name);
              if (!saved.digest().equals(digest(directory, value))) {
                changed.accept(name);
              } else if (!value.equals(saved.before())) {
                undone.put(name, saved.before());
              }
            });
    return undone;
  }

  /** One member for each variable. */
  private JsonObject toJson() {
    JsonObject all = JsonObject.EMPTY;
    for (Map.Entry<String, Saved> each : variables.entrySet()) {
      Saved saved = each.getValue();
      JsonObject one =
          JsonObject.EMPTY.with("digest", saved.digest()).with("before", saved.before());
      all = all.with(each.getKey(), saved.kept() ? one.with("kept", new JsonBoolean(true)) : one);
    }
    return all;
  }

  /** This as two members of an object. */
  public JsonObject addTo(JsonObject object) {
    return object.with("directory", directory).with("variables", toJson());
  }

  /** Reads what {@link #addTo} added; empty for something else. */
  public static Optional<SavedVariables> of(JsonObject object) {
    String directory = object.string("directory");
    JsonObject all = object.object("variables");
    if (directory == null) {
      return Optional.empty();
    }
    Map<String, Saved> variables = new LinkedHashMap<>();
    for (String name : all.members().keySet()) {
      JsonObject one = all.object(name);
      String digest = one.string("digest");
      String before = one.string("before");
      JsonValue kept = one.get("kept");
      if (digest == null) {
        return Optional.empty();
      }
      variables.put(
          name,
          new Saved(
              digest,
              before == null ? "" : before,
              kept instanceof JsonBoolean flag && flag.value()));
    }
    return Optional.of(new SavedVariables(directory, variables));
  }

  private String digestOf(String name) {
    Saved saved = variables.get(name);
    return saved == null ? "" : saved.digest();
  }

  /** Tells whether a value is still the one that was set, without giving it away. */
  public static String digest(String directory, String value) {
    return Sha256.hex(directory + "\n" + value);
  }
}

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
 * The variables that a login sets, with what is needed to undo the change.
 *
 * @param directory the directory of the login
 * @param variables the variables that the login sets, by name
 */
public record SavedVariables(String directory, Map<String, Saved> variables) {

  public SavedVariables {
    variables = Map.copyOf(variables);
  }

  /**
   * One variable.
   *
   * @param digest the digest of the value that the login sets, see {@link #digest}
   * @param before the value to restore; empty for none
   * @param kept whether the value to restore is a key that is kept elsewhere
   */
  public record Saved(String digest, String before, boolean kept) {
    /** Shows no value, because a value may be a key. */
    @Override
    public String toString() {
      return "Saved[" + digest + "]";
    }
  }

  /**
   * @param variables the variables that the login sets @param before the value of a variable so
   *     far; empty for none
   */
  public static SavedVariables of(
      String directory, Map<String, String> variables, UnaryOperator<String> before) {
    Map<String, Saved> saved = new LinkedHashMap<>();
    variables.forEach(
        (name, value) ->
            saved.put(name, new Saved(digest(directory, value), before.apply(name), false)));
    return new SavedVariables(directory, saved);
  }

  /**
   * The same login made again. What a variable held before the first login is restored, unless
   * somebody has changed the variable in between.
   *
   * @param again the variables that the login sets now
   * @param now gives the current value of a variable; empty for none
   */
  SavedVariables renewed(Map<String, String> again, UnaryOperator<String> now) {
    Map<String, Saved> saved = new LinkedHashMap<>(variables);
    again.forEach(
        (name, value) -> {
          Saved earlier = variables.get(name);
          String current = now.apply(name);
          String before =
              earlier != null && earlier.digest().equals(digest(directory, current))
                  ? earlier.before()
                  : current;
          saved.put(name, new Saved(digest(directory, value), before, false));
        });
    return new SavedVariables(directory, saved);
  }

  /** The values to restore that are keys. A record that others can read must not hold them. */
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

  /** These variables without {@link #keys}. */
  public SavedVariables withoutKeys() {
    Map<String, Saved> without = new LinkedHashMap<>(variables);
    keys()
        .members()
        .keySet()
        .forEach(name -> without.put(name, new Saved(digestOf(name), "", true)));
    return new SavedVariables(directory, without);
  }

  /**
   * These variables with the keys that were kept elsewhere. A variable whose key is missing counts
   * as not set before.
   */
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
   * The values that restore the earlier state; an empty value for a variable that was not set.
   *
   * @param now gives the current value of a variable; empty for none
   * @param changed is told the names of variables whose value is no longer the one that the login
   *     set
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

  /** Adds these variables as two members of an object. */
  public JsonObject addTo(JsonObject object) {
    return object.with("directory", directory).with("variables", toJson());
  }

  /** Reads what {@link #addTo} added; empty for anything else. */
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

  /**
   * A digest that shows later whether a value is still the one that was set. It does not reveal the
   * value.
   */
  public static String digest(String directory, String value) {
    return Sha256.hex(directory + "\n" + value);
  }
}

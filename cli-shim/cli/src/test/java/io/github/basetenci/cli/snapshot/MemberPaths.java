package io.github.basetenci.cli.snapshot;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The members of several results of one command together, each with the types that it has. */
final class MemberPaths {
  /** Members whose own members are names that a user or a server gave. */
  private static final Set<String> MAPS =
      Set.of("claims", "profiles", "hosts", "users", "variables", "set");

  private final Map<String, Set<String>> types = new TreeMap<>();

  void add(JsonValue value) {
    add("", false, value);
  }

  private void add(String path, boolean map, JsonValue value) {
    if (!path.isEmpty()) {
      types.computeIfAbsent(path, each -> new TreeSet<>()).add(type(value));
    }
    if (value instanceof JsonObject object) {
      object
          .members()
          .forEach(
              (name, member) ->
                  add(
                      (path.isEmpty() ? "" : path + ".") + (map ? "*" : name),
                      !map && MAPS.contains(name),
                      member));
    } else if (value instanceof JsonArray array) {
      array.items().forEach(item -> add(path + "[]", false, item));
    }
  }

  /** The path of each member, such as {@code stores[].name}, and what it can be. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    types.forEach((path, of) -> all.put(path, String.join(" or ", of)));
    return all;
  }

  private static String type(JsonValue value) {
    return value instanceof JsonString
        ? "text"
        : value instanceof JsonNumber
            ? "number"
            : value instanceof JsonBoolean
                ? "true or false"
                : value instanceof JsonArray
                    ? "list"
                    : value instanceof JsonObject ? "object" : "null";
  }
}

package io.github.basetenci.cli.snapshot;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.testing.snapshot.InterfaceItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The members of a file that a user writes, from its JSON schema. */
final class SchemaItems {
  private SchemaItems() {}

  static List<InterfaceItem> ofFleetFile(Path schema) throws IOException, JsonParseException {
    Set<String> paths = new TreeSet<>();
    collect("", Json.parse(Files.readString(schema)), paths);
    return paths.stream()
        .map(path -> InterfaceItem.of("file-member", "fleet", "fleet.yaml", path, "is read"))
        .toList();
  }

  private static void collect(String path, JsonValue value, Set<String> paths) {
    if (value instanceof JsonArray array) {
      array.items().forEach(item -> collect(path, item, paths));
    } else if (value instanceof JsonObject object) {
      object
          .members()
          .forEach(
              (name, member) -> {
                switch (name) {
                  case "properties" -> properties(path, (JsonObject) member, paths);
                  case "items" -> collect(path + "[]", member, paths);
                  case "additionalProperties" -> collect(path + ".*", member, paths);
                  default -> collect(path, member, paths);
                }
              });
    }
  }

  private static void properties(String path, JsonObject members, Set<String> paths) {
    members
        .members()
        .forEach(
            (name, member) -> {
              String below = path.isEmpty() ? name : path + "." + name;
              paths.add(below);
              collect(below, member, paths);
            });
  }
}

package io.github.basetenci.cli.fleet.file;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes JSON as YAML with one value a line, and knows where each value and name stands. */
final class BlockYaml {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private int line = 1;

  BlockYaml(JsonValue root) {
    write(root, "", 0, 0);
  }

  String text() {
    return text.toString();
  }

  /** Line and column at which the value of this path begins. */
  String value(String path) {
    return String.valueOf(values.get(path));
  }

  /** Line and column of the name of the member of this path. */
  String name(String path) {
    return String.valueOf(names.get(path));
  }

  /**
   * @param column how far the text of the present line goes
   */
  private void write(JsonValue value, String path, int indent, int column) {
    boolean members = value instanceof JsonObject object && !object.members().isEmpty();
    boolean items = value instanceof JsonArray array && !array.items().isEmpty();
    if (members || items) {
      if (column > indent) {
        newLine();
        column = 0;
      }
      text.append(" ".repeat(indent - column));
      values.put(path, line + ":" + (indent + 1));
      boolean first = true;
      int index = 0;
      for (JsonValue item : items ? ((JsonArray) value).items() : List.<JsonValue>of()) {
        text.append(first ? "" : " ".repeat(indent)).append("- ");
        first = false;
        write(item, path + "[" + index++ + "]", indent + 2, indent + 2);
      }
      if (members) {
        for (Map.Entry<String, JsonValue> member : ((JsonObject) value).members().entrySet()) {
          String inner = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
          text.append(first ? "" : " ".repeat(indent));
          first = false;
          names.put(inner, line + ":" + (indent + 1));
          String name =
              member.getKey().matches("[A-Za-z0-9-]+") ? member.getKey() : quoted(member.getKey());
          text.append(name).append(": ");
          write(member.getValue(), inner, indent + 2, indent + name.length() + 2 + 1000);
        }
      }
      return;
    }
    values.put(path, line + ":" + (text.length() - text.lastIndexOf("\n")));
    text.append(Json.compact(value));
    newLine();
  }

  private static String quoted(String name) {
    return Json.compact(new JsonValue.JsonString(name));
  }

  private void newLine() {
    text.append('\n');
    line++;
  }
}

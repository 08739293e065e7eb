package io.github.basetenci.action.toolkit.differential;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes calls for Node, independently of the writer that is being proved. */
final class CallJson {
  private CallJson() {}

  static String of(Object value) {
    if (value instanceof Call call) {
      return of(
          Map.of("name", call.name(), "args", call.args(), "environment", call.environment()));
    }
    if (value instanceof String text) {
      return text.chars()
          .mapToObj(c -> String.format("\\u%04x", c))
          .collect(Collectors.joining("", "\"", "\""));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> of(member.getKey()) + ":" + of(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
      return items.stream().map(CallJson::of).collect(Collectors.joining(",", "[", "]"));
    }
    return String.valueOf(value);
  }
}

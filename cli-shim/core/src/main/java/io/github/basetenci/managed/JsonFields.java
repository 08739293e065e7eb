package io.github.basetenci.managed;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of our own JSON files. A missing one is an {@link IllegalArgumentException}.
 */
final class JsonFields {
  private JsonFields() {}

  static String text(JsonObject json, String name) {
    String value = json.string(name);
    if (value == null) {
      throw new IllegalArgumentException("a member is missing");
    }
    return value;
  }

  static Instant time(JsonObject json, String name) {
    return Instant.parse(text(json, name));
  }

  static @Nullable Instant timeOrNull(JsonObject json, String name) {
    String text = json.string(name);
    return text == null ? null : Instant.parse(text);
  }

  static long number(JsonObject json, String name) {
    if (json.get(name) instanceof JsonNumber number) {
      return Long.parseLong(number.text());
    }
    throw new IllegalArgumentException("a member is missing");
  }

  static boolean flag(JsonObject json, String name) {
    return json.get(name) instanceof JsonBoolean flag && flag.value();
  }

  static List<String> texts(JsonObject json, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : json.array(name)) {
      if (item instanceof JsonString text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  static @Nullable String of(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}

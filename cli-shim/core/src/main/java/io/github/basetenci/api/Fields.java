package io.github.basetenci.api;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the required parts of an answer. All other parts are ignored. */
final class Fields {
  private Fields() {}

  static String required(JsonObject json, String name) throws MalformedAnswerException {
    String value = json.string(name);
    if (value == null || value.isEmpty()) {
      throw new MalformedAnswerException("the field " + name + " is missing");
    }
    return value;
  }

  /** A time with its zone. Any other value gives null, because no caller depends on a time. */
  static @Nullable Instant time(JsonObject json, String name) {
    String value = json.string(name);
    if (value == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    for (JsonValue item : array.items()) {
      if (item instanceof JsonString string) {
        strings.add(string.value());
      }
    }
    return List.copyOf(strings);
  }

  static <T> List<T> list(JsonObject json, String name, Reader<T> reader)
      throws MalformedAnswerException {
    if (!(json.get(name) instanceof JsonArray array)) {
      throw new MalformedAnswerException("the list " + name + " is missing");
    }
    List<T> items = new ArrayList<>();
    for (JsonValue item : array.items()) {
      if (!(item instanceof JsonObject object)) {
        throw new MalformedAnswerException("the list " + name + " holds something else");
      }
      items.add(reader.read(object));
    }
    return List.copyOf(items);
  }

  /** Converts an object to a value. */
  interface Reader<T> {
    T read(JsonObject json) throws MalformedAnswerException;
  }
}

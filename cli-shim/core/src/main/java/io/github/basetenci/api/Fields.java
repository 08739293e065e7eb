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

/** Reads the parts of an answer that must be there; everything else in it is tolerated. */
final class Fields {
  private Fields() {}

  static String required(JsonObject json, String name) throws MalformedAnswerException {
    String value = json.string(name);
    if (value == null || value.isEmpty()) {
      throw new MalformedAnswerException("the field " + name + " is missing");
    }
    return value;
  }

  /** A time with its zone; null for anything else, since no caller depends on one. */
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

  /** Makes a value of an object. */
  interface Reader<T> {
    T read(JsonObject json) throws MalformedAnswerException;
  }
}

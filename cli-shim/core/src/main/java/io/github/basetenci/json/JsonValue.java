package io.github.basetenci.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value. Objects keep the order of their members; numbers keep their text.
 *
 * <p>The records compare themselves: what Java makes for a record is linked when it is first
 * called, which costs a login ten milliseconds.
 */
public sealed interface JsonValue {

  /** {@code null}. */
  enum JsonNull implements JsonValue {
    /** No value. */
    NULL
  }

  /** {@code true} or {@code false}. */
  record JsonBoolean(boolean value) implements JsonValue {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof JsonBoolean that && value == that.value;
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(value);
    }
  }

  /** A number, as it was written. */
  record JsonNumber(String text) implements JsonValue {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof JsonNumber that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** A string. */
  record JsonString(String value) implements JsonValue {
    /** Shows only the length, because the string may be a key. */
    @Override
    public String toString() {
      return "string of " + value.length() + " characters";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof JsonString that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }
  }

  /** An array. */
  record JsonArray(List<JsonValue> items) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof JsonArray that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  /** An object whose members keep their order. An object is immutable: a change gives a copy. */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
      return members.hashCode();
    }

    /** The member with exactly this name, or null if there is none. */
    public @Nullable JsonValue get(String name) {
      return members.get(name);
    }

    /**
     * The member if it is a string. Null if the member is missing, is {@code null} or has another
     * type.
     */
    public @Nullable String string(String name) {
      return members.get(name) instanceof JsonString s ? s.value() : null;
    }

    /** The member if it is an object, else the empty object. */
    public JsonObject object(String name) {
      return members.get(name) instanceof JsonObject o ? o : EMPTY;
    }

    /** The items of the member if it is an array; otherwise an empty list. */
    public List<JsonValue> array(String name) {
      return members.get(name) instanceof JsonArray a ? a.items() : List.of();
    }

    /**
     * A copy with the member set. An existing member keeps its position; a new member comes last.
     */
    public JsonObject with(String name, JsonValue value) {
      Map<String, JsonValue> copy = new LinkedHashMap<>(members);
      copy.put(name, value);
      return new JsonObject(copy);
    }

    /** A copy with the member set to a string. A null string is written as {@code null}. */
    public JsonObject with(String name, @Nullable String value) {
      return with(name, value == null ? JsonNull.NULL : new JsonString(value));
    }

    /** A copy without the member. */
    public JsonObject without(String name) {
      Map<String, JsonValue> copy = new LinkedHashMap<>(members);
      copy.remove(name);
      return new JsonObject(copy);
    }
  }

  /** An array of strings. */
  static JsonArray arrayOf(Iterable<String> texts) {
    List<JsonValue> items = new ArrayList<>();
    texts.forEach(text -> items.add(new JsonString(text)));
    return new JsonArray(items);
  }
}

package io.github.basetenci.store;

import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonNull;
import io.github.basetenci.json.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes a JSON object by the rules with which Go's encoding/json fills a struct: the
 * case of names does not matter, and a {@code null} member counts as missing. The caller gives the
 * names of the struct in Go's order, which decides the position of a new member.
 */
final class GoObject {
  /**
   * A member that Go could not decode. After a store was read successfully, this exception cannot
   * occur.
   */
  static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MismatchException(String predicate) {
      super(predicate);
    }
  }

  private GoObject() {}

  /** The text, or the empty text. */
  static String string(JsonObject object, String name) {
    JsonValue value = get(object, name);
    if (value == null) {
      return "";
    }
    if (value instanceof JsonValue.JsonString string) {
      return string.value();
    }
    throw new MismatchException(name + " is not a string");
  }

  /** The object, or the empty object. */
  static JsonObject object(JsonObject object, String name) {
    return asObject(get(object, name), name);
  }

  /** The value as an object. A missing value and {@code null} give the empty object. */
  static JsonObject asObject(@Nullable JsonValue value, String name) {
    if (value == null || value == JsonNull.NULL) {
      return JsonObject.EMPTY;
    }
    if (value instanceof JsonObject inner) {
      return inner;
    }
    throw new MismatchException(name + " is not an object");
  }

  /** The member, or null if the member is missing or {@code null}. */
  static @Nullable JsonValue get(JsonObject object, String name) {
    String key = spelling(object, name);
    JsonValue value = key == null ? null : object.get(key);
    return value == JsonNull.NULL ? null : value;
  }

  /**
   * A copy with the member set. If the member exists in any spelling, it keeps its position and its
   * spelling.
   */
  static JsonObject with(JsonObject object, String name, JsonValue value, List<String> goOrder) {
    String key = spelling(object, name);
    if (key != null) {
      return object.with(key, value);
    }
    String before = null;
    for (String earlier : goOrder.subList(0, goOrder.indexOf(name))) {
      String there = spelling(object, earlier);
      before = there == null ? before : there;
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (before == null) {
      members.put(name, value);
    }
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      members.put(member.getKey(), member.getValue());
      if (member.getKey().equals(before)) {
        members.put(name, value);
      }
    }
    return new JsonObject(members);
  }

  /** A copy without the member in any spelling. */
  static JsonObject without(JsonObject object, String name) {
    String key = spelling(object, name);
    return key == null ? object : object.without(key);
  }

  /**
   * A copy of a map with the entry set. A new entry is inserted at the position that Go would give
   * it; Go sorts entries by their bytes.
   */
  static JsonObject withEntry(JsonObject map, String key, JsonValue value) {
    if (map.get(key) != null) {
      return map.with(key, value);
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> member : map.members().entrySet()) {
      if (!members.containsKey(key) && compareBytes(member.getKey(), key) > 0) {
        members.put(key, value);
      }
      members.put(member.getKey(), member.getValue());
    }
    members.putIfAbsent(key, value);
    return new JsonObject(members);
  }

  /**
   * The spelling of a name in the object. Two spellings of one name are refused: Go would merge
   * their members, and a rewritten file could not keep both.
   */
  private static @Nullable String spelling(JsonObject object, String name) {
    String found = null;
    for (String key : object.members().keySet()) {
      if (fold(key).equals(name)) {
        if (found != null) {
          throw new MismatchException(name + " is there in two spellings");
        }
        found = key;
      }
    }
    return found;
  }

  /**
   * Go's case folding, as far as its result is ASCII. Two letters outside ASCII fold to s and k.
   */
  private static String fold(String key) {
    StringBuilder folded = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      } else if (c == '\u017f') {
        c = 's';
      } else if (c == '\u212a') {
        c = 'k';
      }
      folded.append(c);
    }
    return folded.toString();
  }

  /** Compares by code points, because the order of code points is the order of UTF-8 bytes. */
  private static int compareBytes(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int left = a.codePointAt(i);
      int right = b.codePointAt(i);
      if (left != right) {
        return Integer.compare(left, right);
      }
      i += Character.charCount(left);
    }
    return Integer.compare(a.length(), b.length());
  }
}

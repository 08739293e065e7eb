package io.github.basetenci.action.toolkit;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code JSON.stringify}: no blanks, lower-case escapes, half surrogate pairs escaped. */
final class JsonText {
  private JsonText() {}

  /**
   * Writes null, text, numbers and booleans, and also maps with text keys, iterables and arrays of
   * such values.
   *
   * @throws IllegalArgumentException for anything else
   */
  static String stringify(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof CharSequence || value instanceof Character) {
      quote(value.toString(), out);
    } else if (value instanceof Number number) {
      out.append(JsNumber.text(number));
    } else if (value instanceof Map<?, ?> map) {
      object(map, out);
    } else if (value instanceof Iterable<?> items) {
      array(items.iterator(), out);
    } else if (value instanceof Object[] items) {
      array(Arrays.asList(items).iterator(), out);
    } else {
      throw new IllegalArgumentException(
          "A value of " + value.getClass() + " has no JSON form; give text, a number or a map.");
    }
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(separator);
      quote(String.valueOf(member.getKey()), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void array(Iterator<?> items, StringBuilder out) {
    out.append('[');
    String separator = "";
    while (items.hasNext()) {
      out.append(separator);
      write(items.next(), out);
      separator = ",";
    }
    out.append(']');
  }

  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isHalfAPair(text, i)) {
            escape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isHalfAPair(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static void escape(char c, StringBuilder out) {
    String hex = Integer.toHexString(c);
    out.append("\\u").append("0000", hex.length(), 4).append(hex);
  }
}

package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that a client sent. Each method refuses a field of the wrong type.
 */
record BodyFields(JsonNode object) {
  static BodyFields of(Call call) throws Refusal {
    return new BodyFields(call.json());
  }

  /** Whether the field exists and is not null. */
  boolean has(String field) {
    return object.hasNonNull(field);
  }

  /** Whether the field exists. Its value may be null. */
  boolean mentions(String field) {
    return object.has(field);
  }

  /** A text of 1 to {@code longest} characters. Any other value is refused with 400. */
  String text(String field, int longest) throws Refusal {
    String value = object.path(field).textValue();
    if (value == null || value.isEmpty() || value.length() > longest) {
      throw Refusal.invalid(field + " must be a string of 1 to " + longest + " characters.");
    }
    return value;
  }

  /**
   * The text of the field, as by {@link #text(String, int)}, or {@code otherwise} if the field is
   * missing or null.
   */
  @Nullable String text(String field, int longest, @Nullable String otherwise) throws Refusal {
    return has(field) ? text(field, longest) : otherwise;
  }

  int number(String field, int least, int most, int otherwise) throws Refusal {
    if (!has(field)) {
      return otherwise;
    }
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw Refusal.invalid(field + " must be an integer from " + least + " to " + most + ".");
    }
    return value.intValue();
  }

  boolean flag(String field, boolean otherwise) throws Refusal {
    if (!has(field)) {
      return otherwise;
    }
    if (!object.path(field).isBoolean()) {
      throw Refusal.invalid(field + " must be true or false.");
    }
    return object.path(field).booleanValue();
  }

  BodyFields object(String field) throws Refusal {
    if (!object.path(field).isObject()) {
      throw Refusal.invalid(field + " must be an object.");
    }
    return new BodyFields(object.path(field));
  }
}

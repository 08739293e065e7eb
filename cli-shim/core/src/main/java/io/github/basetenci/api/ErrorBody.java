package io.github.basetenci.api;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * The facts in the body of an error answer, in any of the formats of Baseten and of the proxies in
 * front of it. No text here is safe to print unchanged.
 *
 * @param message the text for people, empty if the body is empty
 * @param code the machine-readable word, or null
 * @param retryAfter the seconds to wait as text, or null
 */
record ErrorBody(String message, @Nullable String code, @Nullable String retryAfter) {
  static ErrorBody read(String body) {
    JsonValue json;
    try {
      json = Json.parse(body);
    } catch (JsonParseException e) {
      return new ErrorBody(body, null, null);
    }
    if (json instanceof JsonObject object) {
      return new ErrorBody(message(object, body), object.string("code"), retryAfter(object));
    }
    if (json instanceof JsonArray array
        && !array.items().isEmpty()
        && array.items().get(0) instanceof JsonString first) {
      return new ErrorBody(first.value(), null, null);
    }
    return new ErrorBody(body, null, null);
  }

  @Override
  public String toString() {
    return "ErrorBody of " + message.length() + " characters";
  }

  private static String message(JsonObject object, String body) {
    for (String name : new String[] {"message", "error", "detail"}) {
      String text = object.string(name);
      if (text == null) {
        text = object.object(name).string("message");
      }
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return body;
  }

  private static @Nullable String retryAfter(JsonObject object) {
    return object.get("retry_after") instanceof JsonNumber seconds
        ? seconds.text()
        : object.string("retry_after");
  }
}

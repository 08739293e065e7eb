package io.github.basetenci.identity;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.text.Neutralizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an identity token (RFC 7519, section 4). No claim is trusted: the claims only serve
 * to tell a user what the server sees. A claim of an unexpected type counts as missing.
 */
public final class Claims {
  /**
   * The last second of the year 9999. Later times are ignored, because not every number of seconds
   * fits into an {@link Instant}.
   */
  private static final double LAST_SECOND = 253_402_300_799.0;

  private final JsonObject json;

  private Claims(JsonObject json) {
    this.json = json;
  }

  static Claims decode(String part) throws InvalidIdentityTokenException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(part)))
              .toString();
      if (Json.parse(text) instanceof JsonObject object) {
        return new Claims(object);
      }
    } catch (IllegalArgumentException | CharacterCodingException | JsonParseException e) {
      // The sentence below tells these cases too. It quotes nothing of the token.
    }
    throw new InvalidIdentityTokenException(
        "is no JSON web token: its second part is no JSON object");
  }

  /** The claim unchanged, if it is a text. Not safe to print. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(json.string(name));
  }

  /**
   * The claim on one line that is safe to print: a text, a list of texts with commas between them,
   * or a number or a boolean as in JSON. Empty if the claim is missing, is an object, or is a list
   * of anything but texts.
   */
  public Optional<String> shown(String name) {
    return plain(json.get(name)).map(Neutralizer::line);
  }

  private static Optional<String> plain(@Nullable JsonValue value) {
    if (value instanceof JsonString text) {
      return Optional.of(text.value());
    }
    if (value instanceof JsonNumber || value instanceof JsonValue.JsonBoolean) {
      return Optional.of(Json.compact(value));
    }
    if (value instanceof JsonArray array
        && array.items().stream().allMatch(JsonString.class::isInstance)) {
      return Optional.of(String.join(", ", texts(array)));
    }
    return Optional.empty();
  }

  /**
   * {@code aud}: the audiences of the token. A single text counts as a list of one text. Not safe
   * to print.
   */
  public List<String> audiences() {
    return json.get("aud") instanceof JsonArray array
        ? texts(array)
        : text("aud").map(List::of).orElse(List.of());
  }

  private static List<String> texts(JsonArray array) {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : array.items()) {
      if (item instanceof JsonString text) {
        texts.add(text.value());
      }
    }
    return List.copyOf(texts);
  }

  /** {@code exp}: when the token expires. */
  public Optional<Instant> expires() {
    return time("exp");
  }

  /** {@code nbf}: the token is not valid before this time. */
  public Optional<Instant> notBefore() {
    return time("nbf");
  }

  /** {@code iat}: when the token was made. */
  public Optional<Instant> issued() {
    return time("iat");
  }

  private Optional<Instant> time(String name) {
    if (!(json.get(name) instanceof JsonNumber number)) {
      return Optional.empty();
    }
    double seconds = Double.parseDouble(number.text());
    return seconds >= 0 && seconds <= LAST_SECOND
        ? Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)))
        : Optional.empty();
  }

  /** The names of all claims, in the order of the token. Not safe to print. */
  public List<String> names() {
    return List.copyOf(json.members().keySet());
  }

  @Override
  public String toString() {
    return "claims of an identity token";
  }
}

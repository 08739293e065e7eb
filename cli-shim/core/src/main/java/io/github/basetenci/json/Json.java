package io.github.basetenci.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNull;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON text. Output has the escaping of Go's encoding/json ({@code <}, {@code >},
 * {@code &}, U+2028 and U+2029 as {@code \}{@code u} escapes, everything else above ASCII raw), so
 * that files and results of this toolkit look like those of the baseten command.
 */
public final class Json {
  private static final int MAX_DEPTH = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build()
          .setCharacterEscapes(new GoEscapes());

  private Json() {}

  /**
   * Reads exactly one value. If several members have one name, the last one counts, as in Go.
   *
   * @throws JsonParseException if the text is anything else, or if it has a byte-order mark or
   *     trailing text
   */
  public static JsonValue parse(String text) throws JsonParseException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException("no JSON value", 1, 1);
      }
      JsonValue value = read(parser);
      if (parser.nextToken() != null) {
        throw failure("text after the JSON value", parser.currentTokenLocation());
      }
      return value;
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw failure("not valid JSON", e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value on one line, without a line break at the end. */
  public static String compact(JsonValue value) {
    return write(value, false);
  }

  /** The value indented by two blanks a level, without a line break at the end. */
  public static String pretty(JsonValue value) {
    return write(value, true);
  }

  private static JsonParseException failure(String problem, @Nullable JsonLocation at) {
    return at == null
        ? new JsonParseException(problem, 1, 1)
        : new JsonParseException(problem, at.getLineNr(), at.getColumnNr());
  }

  private static JsonValue read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield new JsonObject(members);
      }
      case START_ARRAY -> {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new JsonArray(items);
      }
      case VALUE_STRING -> new JsonString(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
      case VALUE_TRUE -> new JsonBoolean(true);
      case VALUE_FALSE -> new JsonBoolean(false);
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new IOException("unexpected JSON token");
    };
  }

  private static String write(JsonValue value, boolean pretty) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      if (pretty) {
        generator.setPrettyPrinter(new GoIndent());
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator out, JsonValue value) throws IOException {
    if (value instanceof JsonObject object) {
      out.writeStartObject();
      for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
        out.writeFieldName(member.getKey());
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof JsonArray array) {
      out.writeStartArray();
      for (JsonValue item : array.items()) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof JsonString string) {
      out.writeString(string.value());
    } else if (value instanceof JsonNumber number) {
      out.writeNumber(number.text());
    } else if (value instanceof JsonBoolean bool) {
      out.writeBoolean(bool.value());
    } else {
      out.writeNull();
    }
  }

  /**
   * The format of Go's {@code json.MarshalIndent("", " ")}: an empty object is {@code {}} and an
   * empty array is {@code []}.
   */
  private static final class GoIndent extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    GoIndent() {
      super(
          Separators.createDefaultInstance()
              .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
              .withObjectEmptySeparator("")
              .withArrayEmptySeparator("")
              .withRootSeparator(null));
      indentObjectsWith(INDENTER);
      indentArraysWith(INDENTER);
    }

    private GoIndent(GoIndent base) {
      super(base);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new GoIndent(this);
    }
  }

  private static final class GoEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int[] ASCII = CharacterEscapes.standardAsciiEscapesForJSON();

    static {
      ASCII['<'] = CharacterEscapes.ESCAPE_CUSTOM;
      ASCII['>'] = CharacterEscapes.ESCAPE_CUSTOM;
      ASCII['&'] = CharacterEscapes.ESCAPE_CUSTOM;
      for (int c = 0; c < 0x20; c++) {
        if (ASCII[c] == CharacterEscapes.ESCAPE_STANDARD) {
          ASCII[c] = CharacterEscapes.ESCAPE_CUSTOM;
        }
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      boolean escaped = c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029;
      return escaped ? new SerializedString(String.format("\\u%04x", c)) : null;
    }
  }
}

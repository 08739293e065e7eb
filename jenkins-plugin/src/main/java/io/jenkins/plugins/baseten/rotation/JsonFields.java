package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.json.JsonValue;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonNumber;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields of our own JSON files. A field that is missing is an {@link IllegalArgumentException}. */
final class JsonFields {
    private JsonFields() {}

    @NonNull
    static String text(@NonNull JsonObject json, @NonNull String name) {
        String value = json.string(name);
        if (value == null) {
            throw new IllegalArgumentException("a field is missing");
        }
        return value;
    }

    @NonNull
    static Instant time(@NonNull JsonObject json, @NonNull String name) {
        return Instant.parse(text(json, name));
    }

    @CheckForNull
    static Instant timeOrNull(@NonNull JsonObject json, @NonNull String name) {
        String text = json.string(name);
        return text == null ? null : Instant.parse(text);
    }

    static long number(@NonNull JsonObject json, @NonNull String name) {
        if (json.get(name) instanceof JsonNumber number) {
            return Long.parseLong(number.text());
        }
        throw new IllegalArgumentException("a field is missing");
    }

    static boolean flag(@NonNull JsonObject json, @NonNull String name) {
        return json.get(name) instanceof JsonBoolean flag && flag.value();
    }

    @NonNull
    static List<String> texts(@NonNull JsonObject json, @NonNull String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : json.array(name)) {
            if (item instanceof JsonString text) {
                texts.add(text.value());
            }
        }
        return texts;
    }

    @NonNull
    static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    @CheckForNull
    static String of(@CheckForNull Instant time) {
        return time == null ? null : time.toString();
    }
}

package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import net.sf.json.JSONObject;

/**
 * The data that keeps an open page up to date.
 *
 * @param revision a value that changes when a part of the page must be loaded again
 * @param texts the current texts of elements, by the name of the element
 * @param announcement the text that a screen reader says when it changes; may be empty
 */
public record Progress(
        @NonNull String revision,
        @NonNull Map<String, String> texts,
        @NonNull String announcement) {

    static Builder builder() {
        return new Builder();
    }

    @NonNull
    JSONObject toJson() {
        JSONObject json = new JSONObject();
        json.put("revision", revision);
        JSONObject all = new JSONObject();
        // The quotes keep the JSON library from reading a text that looks like JSON as JSON.
        texts.forEach((name, text) -> all.element(name, (Object) text));
        json.put("texts", all);
        json.put("announcement", announcement);
        return json;
    }

    /** Collects the values that the revision depends on. */
    static final class Builder {
        private final StringBuilder shown = new StringBuilder();
        private final Map<String, String> texts = new LinkedHashMap<>();
        private String announcement = "";

        @NonNull
        Builder add(@NonNull String fact) {
            shown.append(fact).append('\n');
            return this;
        }

        @NonNull
        Builder text(@NonNull String name, @NonNull String text) {
            texts.put(name, text);
            return this;
        }

        @NonNull
        Builder announce(@NonNull String sentence) {
            announcement = sentence;
            return this;
        }

        @NonNull
        Progress build() {
            return new Progress(Integer.toHexString(shown.toString().hashCode()), texts, announcement);
        }
    }
}

package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import net.sf.json.JSONObject;

/**
 * What a page that is open must know in order to be up to date.
 *
 * @param revision another one if a part of the page must be read again
 * @param texts what the elements with these names say now
 * @param announcement what a screen reader is to say when it changes; empty for nothing
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
        // Without quotes around it, a text that looks like JSON would be taken for such.
        texts.forEach((name, text) -> all.element(name, (Object) text));
        json.put("texts", all);
        json.put("announcement", announcement);
        return json;
    }

    /** Gathers what the revision depends on. */
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

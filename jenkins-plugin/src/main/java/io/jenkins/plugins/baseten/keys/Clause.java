package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;

/** What somebody else says, as a part of a sentence. */
public final class Clause {
    private Clause() {}

    /** Without a full stop, since the sentence brings its own. */
    @NonNull
    public static String of(@NonNull String message) {
        String text = message.strip();
        return text.endsWith(".") ? Clause.of(text.substring(0, text.length() - 1)) : text;
    }
}

package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Turns a message of another program into a part of a sentence. */
public final class Clause {
    private Clause() {}

    /** The message without its full stop, because the sentence around it ends with a full stop. */
    @NonNull
    public static String of(@NonNull String message) {
        String text = message.strip();
        return text.endsWith(".") ? Clause.of(text.substring(0, text.length() - 1)) : text;
    }
}

package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.PastRotation;

/** A finished rotation, as the page of its key shows it. */
public record HistoryRow(
        @NonNull String begun,
        @NonNull String ended,
        @NonNull String by,
        @NonNull String oldPrefix,
        @NonNull String newPrefix,
        @NonNull String outcome,
        @NonNull String note) {

    @NonNull
    public static HistoryRow of(@NonNull PastRotation past) {
        return new HistoryRow(
                Times.exact(past.begun()),
                Times.exact(past.ended()),
                past.by(),
                past.oldPrefix(),
                past.newPrefix(),
                KeyState.word(past.outcome()),
                Times.inSentence(past.note()));
    }
}

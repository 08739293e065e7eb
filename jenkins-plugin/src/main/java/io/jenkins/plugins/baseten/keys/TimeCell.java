package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;

/**
 * A point in time for a cell of a table.
 *
 * @param text what the reader sees
 * @param iso the time for programs, in the format of ISO 8601; null if there is no time
 * @param order the number that a table sorts by, in seconds since 1970
 * @param why the reason why there is no time, as a clause; may be empty
 */
public record TimeCell(
        @NonNull String text,
        @CheckForNull String iso,
        long order,
        @NonNull String why) {
    /** How old something is. */
    @NonNull
    static TimeCell age(@CheckForNull Instant since, @NonNull Instant now, @NonNull String otherwise) {
        return since == null ? new TimeCell(otherwise, null, 0, "") : at(since, Times.span(since, now));
    }

    /** How long ago something was. */
    @NonNull
    static TimeCell ago(@CheckForNull Instant time, @NonNull Instant now, @NonNull String otherwise) {
        return time == null ? new TimeCell(otherwise, null, 0, "") : at(time, Messages.ago(Times.span(time, now)));
    }

    /** When something will be. */
    @NonNull
    static TimeCell due(@CheckForNull Instant time, @NonNull Instant now, @NonNull String otherwise) {
        if (time == null) {
            return new TimeCell(otherwise, null, Long.MAX_VALUE, "");
        }
        return at(time, time.isAfter(now) ? Messages.due_in(Times.span(now, time)) : Messages.due_now());
    }

    /** The cell of an event that will not happen, with the reason. */
    @NonNull
    static TimeCell never(@NonNull String text, @NonNull String why) {
        return new TimeCell(text, null, Long.MAX_VALUE, why);
    }

    private static TimeCell at(Instant time, String text) {
        return new TimeCell(text, time.toString(), time.getEpochSecond(), "");
    }

    /** The words and the exact time, or the reason why there is no time. */
    @NonNull
    public String full() {
        if (iso != null) {
            return Messages.exactly(text, exact());
        }
        return why.isEmpty() ? text : Messages.for_reason(text, why);
    }

    /** The exact time, or the reason why there is no time. */
    @NonNull
    public String hint() {
        return iso == null ? why : exact();
    }

    /** The exact time; empty if there is no time. */
    @NonNull
    public String exact() {
        return iso == null ? "" : Times.exact(Instant.parse(iso));
    }
}

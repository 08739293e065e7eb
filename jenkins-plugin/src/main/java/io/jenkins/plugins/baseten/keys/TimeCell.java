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
 * @param why the reason why there is no time, or who tells the time, as a clause; may be empty
 */
public record TimeCell(
        @NonNull String text,
        @CheckForNull String iso,
        long order,
        @NonNull String why) {
    /** Something that has not happened, as far as is known. */
    @NonNull
    static TimeCell none(@NonNull String text) {
        return new TimeCell(text, null, 0, "");
    }

    /**
     * When something was.
     *
     * @param source who tells the time, as a clause; may be empty
     */
    @NonNull
    static TimeCell past(@NonNull Instant time, @NonNull String text, @NonNull String source) {
        return new TimeCell(text, Times.iso(time), time.getEpochSecond(), source);
    }

    /** How long ago something was. */
    @NonNull
    static TimeCell ago(@NonNull Instant time, @NonNull Instant now, @NonNull String source) {
        return past(time, Messages.ago(Times.span(time, now)), source);
    }

    /** When something will be. */
    @NonNull
    static TimeCell due(@CheckForNull Instant time, @NonNull Instant now, @NonNull String otherwise) {
        if (time == null) {
            return new TimeCell(otherwise, null, Long.MAX_VALUE, "");
        }
        return past(time, time.isAfter(now) ? Messages.due_in(Times.span(now, time)) : Messages.due_now(), "");
    }

    /** The cell of an event that will not happen, with the reason. */
    @NonNull
    static TimeCell never(@NonNull String text, @NonNull String why) {
        return new TimeCell(text, null, Long.MAX_VALUE, why);
    }

    /** The words, the exact time and who tells it; or the words and the reason why there is no time. */
    @NonNull
    public String full() {
        if (iso == null) {
            return why.isEmpty() ? text : Messages.for_reason(text, why);
        }
        return why.isEmpty() ? Messages.exactly(text, exact()) : Messages.exactly_by(text, exact(), why);
    }

    /** The exact time and who tells it, or the reason why there is no time. */
    @NonNull
    public String hint() {
        if (iso == null) {
            return why;
        }
        return why.isEmpty() ? exact() : Messages.time_by(exact(), why);
    }

    /** The exact time; empty if there is no time. */
    @NonNull
    public String exact() {
        return iso == null ? "" : Times.exact(Instant.parse(iso));
    }
}

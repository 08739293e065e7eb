package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats times for the pages and the commands. */
final class Times {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz");

    private Times() {}

    /** A time to the minute, in the time zone of the controller, for example {@code 2026-11-20 17:06 UTC}. */
    @NonNull
    static String exact(@NonNull Instant time) {
        return MINUTES.format(time.atZone(ZoneId.systemDefault()));
    }

    /** The length of the time between two moments, for example {@code 3 days 4 hr}. */
    @NonNull
    static String span(@NonNull Instant from, @NonNull Instant to) {
        return Util.getTimeSpanString(Math.max(0, Duration.between(from, to).toMillis()));
    }
}

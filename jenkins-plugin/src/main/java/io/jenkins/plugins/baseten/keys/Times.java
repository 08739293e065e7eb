package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats times for the pages and the commands: one form for readers, one for programs. */
public final class Times {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);

    /** A time in the format of ISO 8601, as sentences of other packages have it. */
    private static final Pattern ISO =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z");

    private Times() {}

    /** A time to the minute, in the time zone of the controller, for example {@code 2026-11-20 17:06 UTC}. */
    @NonNull
    public static String exact(@NonNull Instant time) {
        return MINUTES.format(time.atZone(ZoneId.systemDefault()));
    }

    /** A time to the second for programs, for example {@code 2026-11-20T17:06:31Z}. */
    @NonNull
    public static String iso(@NonNull Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A sentence with all its times in the form of {@link #exact}. */
    @NonNull
    public static String inSentence(@NonNull String sentence) {
        return ISO.matcher(sentence).replaceAll(found -> Matcher.quoteReplacement(exact(Instant.parse(found.group()))));
    }

    /** The last time that a sentence names; empty if it names none. */
    @NonNull
    static Optional<Instant> lastIn(@NonNull String sentence) {
        return ISO.matcher(sentence)
                .results()
                .map(MatchResult::group)
                .map(Instant::parse)
                .reduce((first, second) -> second);
    }

    /**
     * The length of the time between two moments in the unit that a policy has, for example {@code 94 days}. Below
     * a day it is in hours and minutes.
     */
    @NonNull
    static String span(@NonNull Instant from, @NonNull Instant to) {
        Duration length = Duration.between(from, to);
        if (length.toDays() > 0) {
            return Messages.days(length.toDays());
        }
        return length.toMinutes() > 0 ? Util.getTimeSpanString(length.toMillis()) : Messages.moment();
    }
}

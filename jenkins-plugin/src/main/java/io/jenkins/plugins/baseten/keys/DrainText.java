package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.Optional;

/**
 * What a rotation waits for before it revokes a key, in sentences that stand alone. The drain tells it as a clause
 * that begins with "until".
 */
final class DrainText {
    private static final String NOW = "until now, when ";
    private static final String DEADLINE_PASSED = "until the deadline";
    private static final String BUILDS = "lets? go of it, or until ";
    private static final String LOADING = "until Jenkins has loaded ";
    private static final String OR_UNTIL = "or until ";
    private static final String AND_UNTIL = ", and until ";
    private static final String AT_THE_LATEST = "at the latest until ";

    private DrainText() {}

    /**
     * The sentence.
     *
     * @param key the key that is to be revoked, with the words "old" or "new" before its prefix
     * @param waitsFor the clause of the drain
     */
    @NonNull
    static String sentence(@NonNull String key, @NonNull String waitsFor) {
        if (waitsFor.startsWith(NOW)) {
            return Messages.drain_over(key, waitsFor.substring(NOW.length()));
        }
        if (waitsFor.startsWith(DEADLINE_PASSED)) {
            return Messages.drain_late(key);
        }
        Optional<Instant> time = Times.lastIn(waitsFor);
        if (time.isPresent()) {
            String until = Times.exact(time.get());
            if (waitsFor.startsWith(LOADING)) {
                return Messages.drain_loading(key, until);
            }
            if (waitsFor.matches(".*" + BUILDS + "\\S+")) {
                return Messages.drain_builds(key, until);
            }
            if (waitsFor.equals("until " + time.get())) {
                return Messages.drain_overlap(key, until);
            }
        }
        return Messages.drain_other(key, Times.inSentence(waitsFor));
    }

    /**
     * The last time that the clause names, if the key is revoked at that time at the latest, or not before it. After
     * "or until" a time is the latest, unless something else must come true as well.
     */
    @CheckForNull
    static TimeLimit limit(@NonNull String waitsFor, @NonNull Instant now) {
        Optional<Instant> time = Times.lastIn(waitsFor);
        if (time.isEmpty()) {
            return null;
        }
        int at = waitsFor.lastIndexOf(time.get().toString());
        String before = waitsFor.substring(0, Math.max(0, at));
        boolean alternative = before.endsWith(OR_UNTIL);
        if (alternative && waitsFor.indexOf(AND_UNTIL, at) >= 0) {
            return null;
        }
        return new TimeLimit(alternative || before.endsWith(AT_THE_LATEST), TimeCell.due(time.get(), now, ""));
    }
}

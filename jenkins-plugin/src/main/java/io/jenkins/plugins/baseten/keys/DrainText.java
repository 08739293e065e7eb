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
    private static final String NO_BUILD = "until now";
    private static final String DEADLINE_PASSED = "until the deadline";
    private static final String BUILDS = "lets? go of it, or until ";
    private static final String LOADING = "until Jenkins has loaded ";
    private static final String OR_UNTIL = "or until ";

    private DrainText() {}

    /**
     * The sentence.
     *
     * @param key the key that is to be revoked, with the words "old" or "new" before its prefix
     * @param waitsFor the clause of the drain
     */
    @NonNull
    static String sentence(@NonNull String key, @NonNull String waitsFor) {
        if (waitsFor.startsWith(NO_BUILD)) {
            return Messages.drain_over(key);
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

    /** The time that the clause names: the end of the overlap, or the deadline. */
    @CheckForNull
    static TimeLimit limit(@NonNull String waitsFor, @NonNull Instant now) {
        return Times.lastIn(waitsFor)
                .map(time -> new TimeLimit(waitsFor.contains(OR_UNTIL), TimeCell.due(time, now, "")))
                .orElse(null);
    }
}

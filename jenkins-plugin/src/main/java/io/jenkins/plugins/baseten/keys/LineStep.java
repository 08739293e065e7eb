package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/**
 * A state in a {@link StateLine}.
 *
 * @param word the state in a word or two
 */
public record LineStep(@NonNull String word, @NonNull Position position) {
    /** Where a state is, seen from the present state. */
    public enum Position {
        PASSED,
        PRESENT,
        AHEAD;

        /** The name as a part of the name of a CSS class. */
        @NonNull
        public String css() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the rotation is in this state. */
    public boolean isPresent() {
        return position == Position.PRESENT;
    }

    /** Whether the rotation was in this state. */
    public boolean isPassed() {
        return position == Position.PASSED;
    }
}

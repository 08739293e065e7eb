package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.FormValidation;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** What is wrong with the numbers in forms of administrators. Nobody else is told anything. */
public final class NumberFields {
    private NumberFields() {}

    /** Days between rotations. */
    @NonNull
    public static FormValidation checkInterval(@CheckForNull String value) {
        return check(value, Messages.check_interval());
    }

    /** Hours for which a key lives on. */
    @NonNull
    public static FormValidation checkHours(@CheckForNull String value) {
        return check(value, Messages.check_hours());
    }

    /** Whether builds get more time than the overlap gives to everybody. */
    @NonNull
    public static FormValidation checkDeadline(@CheckForNull String value, @CheckForNull String overlapHours) {
        return forAdministrators(() -> number(value) < 0
                ? Messages.check_hours()
                : number(value) < number(overlapHours) ? Messages.check_deadline() : "");
    }

    /** Days after which there is a warning. */
    @NonNull
    static FormValidation checkWarning(@CheckForNull String value) {
        return check(value, Messages.check_days());
    }

    private static FormValidation check(@CheckForNull String value, String problem) {
        return forAdministrators(() -> number(value) < 0 ? problem : "");
    }

    /**
     * The answer to an administrator; to anybody else it is always that all is well.
     *
     * @param problem a sentence, empty if all is well
     */
    @NonNull
    public static FormValidation forAdministrators(@NonNull Supplier<String> problem) {
        String sentence = Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? problem.get() : "";
        return sentence.isEmpty() ? FormValidation.ok() : FormValidation.error(sentence);
    }

    /** The number, or -1 for what is none. */
    private static int number(@CheckForNull String text) {
        try {
            return Integer.parseInt(Util.fixNull(text).trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

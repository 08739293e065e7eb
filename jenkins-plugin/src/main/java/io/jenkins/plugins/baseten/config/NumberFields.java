package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.util.FormValidation;
import java.util.function.Supplier;
import jenkins.model.Jenkins;

/** Checks the numbers in forms of administrators. Other users get no answer. */
public final class NumberFields {
    private NumberFields() {}

    /** Checks the number of days between rotations. */
    @NonNull
    public static FormValidation checkInterval(@CheckForNull String value) {
        return check(value, Messages.check_interval());
    }

    /** Checks the number of hours for which a key lives on. */
    @NonNull
    public static FormValidation checkHours(@CheckForNull String value) {
        return check(value, Messages.check_hours());
    }

    /** Checks that the deadline is neither shorter than the overlap nor than the time without a use. */
    @NonNull
    public static FormValidation checkDeadline(
            @CheckForNull String value, @CheckForNull String overlapHours, @CheckForNull String quietForHours) {
        return forAdministrators(() -> {
            int hours = number(value);
            if (hours < 0) {
                return Messages.check_hours();
            }
            if (hours < number(overlapHours)) {
                return Messages.check_deadline();
            }
            return hours < number(quietForHours) ? Messages.check_quiet_deadline() : "";
        });
    }

    /** Checks the number of days after which there is a warning. */
    @NonNull
    static FormValidation checkWarning(@CheckForNull String value) {
        return check(value, Messages.check_days());
    }

    private static FormValidation check(@CheckForNull String value, String problem) {
        return forAdministrators(() -> number(value) < 0 ? problem : "");
    }

    /**
     * Answers an administrator with the problem, and anybody else with "OK".
     *
     * @param problem a sentence, empty if there is no problem
     */
    @NonNull
    public static FormValidation forAdministrators(@NonNull Supplier<String> problem) {
        String sentence = Jenkins.get().hasPermission(Jenkins.ADMINISTER) ? problem.get() : "";
        return sentence.isEmpty() ? FormValidation.ok() : FormValidation.error(sentence);
    }

    /** The number, or -1 if the text is no number. */
    private static int number(@CheckForNull String text) {
        try {
            return Integer.parseInt(Util.fixNull(text).trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import java.time.Duration;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * How the key of one credential is rotated. {@link BasetenConfiguration} stores the policies. The form of a
 * policy looks into the stores of credentials, so the class of the form is in the package of the pages.
 */
public final class RotationPolicy extends AbstractDescribableImpl<RotationPolicy> {
    /** The shortest time in hours that an old key lives on, unless the policy names another time. */
    public static final int DEFAULT_OVERLAP_HOURS = 1;

    /**
     * The time in hours after which an old key is revoked although builds hold it, unless the policy names
     * another time.
     */
    public static final int DEFAULT_DEADLINE_HOURS = 7 * 24;

    private final String credentialsId;
    private final String mintingCredentialsId;

    @CheckForNull
    private String folder;

    private int intervalDays;
    private int overlapHours = DEFAULT_OVERLAP_HOURS;
    private int quietForHours;
    private int deadlineHours = DEFAULT_DEADLINE_HOURS;
    private boolean notEnvironmentScoped;

    /**
     * Creates a policy with the default times.
     *
     * @param credentialsId the credential whose key is rotated
     * @param mintingCredentialsId a credential of the controller that no job can use, with a key that may
     *     create and delete keys
     */
    @DataBoundConstructor
    public RotationPolicy(@NonNull String credentialsId, @NonNull String mintingCredentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).trim();
        this.mintingCredentialsId = Util.fixNull(mintingCredentialsId).trim();
    }

    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @NonNull
    public String getMintingCredentialsId() {
        return mintingCredentialsId;
    }

    /** The full name of the folder whose store has the credential, or null for the store of the controller. */
    @CheckForNull
    public String getFolder() {
        return folder;
    }

    @DataBoundSetter
    public void setFolder(@CheckForNull String folder) {
        this.folder = Util.fixEmptyAndTrim(folder);
    }

    /** The age in days at which a key is due; 0 if the key is rotated only by hand. */
    public int getIntervalDays() {
        return intervalDays;
    }

    @DataBoundSetter
    public void setIntervalDays(int intervalDays) {
        this.intervalDays = intervalDays;
    }

    /** The shortest time in hours that the old key lives on after the credential has the new key. */
    public int getOverlapHours() {
        return overlapHours;
    }

    @DataBoundSetter
    public void setOverlapHours(int overlapHours) {
        this.overlapHours = overlapHours;
    }

    /**
     * How many hours nobody must have used the old key, as far as Baseten knows, before it is revoked; 0 if its
     * last use does not matter.
     */
    public int getQuietForHours() {
        return quietForHours;
    }

    @DataBoundSetter
    public void setQuietForHours(int quietForHours) {
        this.quietForHours = quietForHours;
    }

    /**
     * The time in hours after which the old key is revoked although a build still holds it. The time begins
     * when the credential has the new key.
     */
    public int getDeadlineHours() {
        return deadlineHours;
    }

    @DataBoundSetter
    public void setDeadlineHours(int deadlineHours) {
        this.deadlineHours = deadlineHours;
    }

    /**
     * Whether the administrator states that the key is not limited to environments. For keys that call models,
     * no answer of the server tells this.
     */
    public boolean isNotEnvironmentScoped() {
        return notEnvironmentScoped;
    }

    @DataBoundSetter
    public void setNotEnvironmentScoped(boolean notEnvironmentScoped) {
        this.notEnvironmentScoped = notEnvironmentScoped;
    }

    /** {@link #getOverlapHours()} as a duration. */
    @NonNull
    public Duration overlap() {
        return Duration.ofHours(overlapHours);
    }

    /** {@link #getQuietForHours()} as a duration. */
    @NonNull
    public Duration quietFor() {
        return Duration.ofHours(quietForHours);
    }

    /** {@link #getDeadlineHours()} as a duration, never shorter than the overlap. */
    @NonNull
    public Duration deadline() {
        return Duration.ofHours(Math.max(overlapHours, deadlineHours));
    }

    /**
     * The first number that is not acceptable: its field, and what to write instead. Empty if all numbers are
     * acceptable.
     */
    @NonNull
    String problemWithNumbers() {
        if (intervalDays < 0) {
            return Messages.bad_number("intervalDays", String.valueOf(intervalDays), Messages.check_interval());
        }
        if (overlapHours < 0) {
            return Messages.bad_number("overlapHours", String.valueOf(overlapHours), Messages.check_hours());
        }
        if (quietForHours < 0) {
            return Messages.bad_number("quietForHours", String.valueOf(quietForHours), Messages.check_hours());
        }
        if (deadlineHours < 0) {
            return Messages.bad_number("deadlineHours", String.valueOf(deadlineHours), Messages.check_hours());
        }
        if (deadlineHours < overlapHours) {
            return Messages.bad_deadline(
                    String.valueOf(deadlineHours), String.valueOf(overlapHours), Messages.check_deadline());
        }
        return deadlineHours < quietForHours
                ? Messages.bad_quiet_deadline(
                        String.valueOf(deadlineHours), String.valueOf(quietForHours), Messages.check_quiet_deadline())
                : "";
    }

    /** Whether this policy is for a credential. */
    boolean isFor(@NonNull String otherFolder, @NonNull String otherId) {
        return Util.fixNull(folder).equals(otherFolder) && credentialsId.equals(otherId);
    }
}

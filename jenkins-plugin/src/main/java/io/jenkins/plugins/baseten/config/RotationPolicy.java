package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import java.time.Duration;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How the key of one credential is rotated. Kept by {@link BasetenConfiguration}. */
public final class RotationPolicy extends AbstractDescribableImpl<RotationPolicy> {
    /** How long an old key lives on at least, unless the policy says otherwise. */
    public static final int DEFAULT_OVERLAP_HOURS = 1;

    /** When an old key is revoked although builds hold it, unless the policy says otherwise. */
    public static final int DEFAULT_DEADLINE_HOURS = 7 * 24;

    private final String credentialsId;
    private final String mintingCredentialsId;

    @CheckForNull
    private String folder;

    private int intervalDays;
    private int overlapHours = DEFAULT_OVERLAP_HOURS;
    private int deadlineHours = DEFAULT_DEADLINE_HOURS;
    private boolean notEnvironmentScoped;

    /**
     * A policy.
     *
     * @param credentialsId the credential whose key is rotated
     * @param mintingCredentialsId a credential of the controller that no job can use, with a key that
     *     may create and delete keys
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

    /** The full name of the folder whose store has the credential, or null for the controller's. */
    @CheckForNull
    public String getFolder() {
        return folder;
    }

    @DataBoundSetter
    public void setFolder(@CheckForNull String folder) {
        this.folder = Util.fixEmptyAndTrim(folder);
    }

    /** How many days a key serves before it is due; 0 if it is rotated by hand alone. */
    public int getIntervalDays() {
        return intervalDays;
    }

    @DataBoundSetter
    public void setIntervalDays(int intervalDays) {
        this.intervalDays = Math.max(0, intervalDays);
    }

    /** For how many hours at least the old key lives on after the credential has the new one. */
    public int getOverlapHours() {
        return overlapHours;
    }

    @DataBoundSetter
    public void setOverlapHours(int overlapHours) {
        this.overlapHours = Math.max(0, overlapHours);
    }

    /**
     * After how many hours the old key is revoked although a build still holds it, counted like the
     * overlap.
     */
    public int getDeadlineHours() {
        return deadlineHours;
    }

    @DataBoundSetter
    public void setDeadlineHours(int deadlineHours) {
        this.deadlineHours = Math.max(0, deadlineHours);
    }

    /**
     * Whether the administrator states that the key is not limited to environments, which no answer
     * of the server tells for keys that call models.
     */
    public boolean isNotEnvironmentScoped() {
        return notEnvironmentScoped;
    }

    @DataBoundSetter
    public void setNotEnvironmentScoped(boolean notEnvironmentScoped) {
        this.notEnvironmentScoped = notEnvironmentScoped;
    }

    /** {@link #getOverlapHours()} as a time. */
    @NonNull
    public Duration overlap() {
        return Duration.ofHours(overlapHours);
    }

    /** {@link #getDeadlineHours()} as a time, never shorter than the overlap. */
    @NonNull
    public Duration deadline() {
        return Duration.ofHours(Math.max(overlapHours, deadlineHours));
    }

    /** The form of a policy. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RotationPolicy> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.rotation_policy();
        }
    }
}

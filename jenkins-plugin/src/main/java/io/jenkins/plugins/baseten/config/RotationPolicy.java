package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

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
        this.intervalDays = intervalDays;
    }

    /** For how many hours at least the old key lives on after the credential has the new one. */
    public int getOverlapHours() {
        return overlapHours;
    }

    @DataBoundSetter
    public void setOverlapHours(int overlapHours) {
        this.overlapHours = overlapHours;
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
        this.deadlineHours = deadlineHours;
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

    /** The first number that cannot be followed: its field, and what to write. Empty if there is none. */
    @NonNull
    String problemWithNumbers() {
        if (intervalDays < 0) {
            return Messages.bad_number("intervalDays", String.valueOf(intervalDays), Messages.check_interval());
        }
        if (overlapHours < 0) {
            return Messages.bad_number("overlapHours", String.valueOf(overlapHours), Messages.check_hours());
        }
        if (deadlineHours < 0) {
            return Messages.bad_number("deadlineHours", String.valueOf(deadlineHours), Messages.check_hours());
        }
        return deadlineHours < overlapHours
                ? Messages.bad_deadline(
                        String.valueOf(deadlineHours), String.valueOf(overlapHours), Messages.check_deadline())
                : "";
    }

    /** Whether this policy is about that credential. */
    boolean isFor(@NonNull String otherFolder, @NonNull String otherId) {
        return Util.fixNull(folder).equals(otherFolder) && credentialsId.equals(otherId);
    }

    /** The form of a policy; it answers administrators alone. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RotationPolicy> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.rotation_policy();
        }

        @Restricted(NoExternalUse.class)
        public int getDefaultOverlapHours() {
            return DEFAULT_OVERLAP_HOURS;
        }

        @Restricted(NoExternalUse.class)
        public int getDefaultDeadlineHours() {
            return DEFAULT_DEADLINE_HOURS;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillFolderItems(@QueryParameter String folder) {
            return choices(folder, PolicyChoices::folders);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String folder, @QueryParameter String credentialsId) {
            return choices(credentialsId, all -> all.credentials(Util.fixNull(folder)));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillMintingCredentialsIdItems(@QueryParameter String mintingCredentialsId) {
            return choices(mintingCredentialsId, PolicyChoices::mintingCredentials);
        }

        /** Whether there is such a folder. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckFolder(@QueryParameter String value) {
            return check(() -> PolicyChoices.get().problemWithFolder(Util.fixNull(value)));
        }

        /** Whether the credential is one whose key can be rotated. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String folder) {
            return check(() -> Util.fixEmptyAndTrim(value) == null
                    ? Messages.check_no_credential()
                    : PolicyChoices.get().problemWithCredential(Util.fixNull(folder), value.trim()));
        }

        /** Whether the credential is one that no job can use. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckMintingCredentialsId(@QueryParameter String value) {
            return check(() -> Util.fixEmptyAndTrim(value) == null
                    ? Messages.check_no_minting()
                    : PolicyChoices.get().problemWithMinting(value.trim()));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckIntervalDays(@QueryParameter String value) {
            return checkNumber(value, Messages.check_interval());
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckOverlapHours(@QueryParameter String value) {
            return checkNumber(value, Messages.check_hours());
        }

        /** Whether builds get more time than the overlap gives to everybody. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckDeadlineHours(@QueryParameter String value, @QueryParameter String overlapHours) {
            return check(() -> number(value) < 0
                    ? Messages.check_hours()
                    : number(value) < number(overlapHours) ? Messages.check_deadline() : "");
        }

        private static ListBoxModel choices(
                @CheckForNull String current, Function<PolicyChoices, ListBoxModel> administrators) {
            String value = Util.fixNull(current);
            ListBoxModel model = isAdministrator() ? administrators.apply(PolicyChoices.get()) : new ListBoxModel();
            // What the policy says now stays chosen, although there may be no such thing any more.
            if (model.stream().noneMatch(option -> option.value.equals(value))) {
                model.add(value);
            }
            return model;
        }
    }

    /** Whether a text is a number, 0 or more; the answer is for administrators. */
    @NonNull
    static FormValidation checkNumber(@CheckForNull String value, @NonNull String problem) {
        return check(() -> number(value) < 0 ? problem : "");
    }

    private static FormValidation check(Supplier<String> problem) {
        String sentence = isAdministrator() ? problem.get() : "";
        return sentence.isEmpty() ? FormValidation.ok() : FormValidation.error(sentence);
    }

    private static boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
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

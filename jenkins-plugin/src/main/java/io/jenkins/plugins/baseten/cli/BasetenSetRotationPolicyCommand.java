package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.keys.PolicyProblems;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Option;
import org.kohsuke.args4j.spi.ExplicitBooleanOptionHandler;

/** Adds a policy, or changes the values of an existing policy that the command line names. */
@Extension
public final class BasetenSetRotationPolicyCommand extends KeyCommand {
    @Option(name = "-minting", metaVar = "ID", usage = "The credential, of scope System, whose key creates the new key")
    public String minting;

    @Option(name = "-interval-days", metaVar = "N", usage = "Days between rotations; 0: only by hand")
    public Integer intervalDays;

    @Option(name = "-overlap-hours", metaVar = "N", usage = "The shortest time in hours that the old key lives on")
    public Integer overlapHours;

    @Option(
            name = "-quiet-for-hours",
            metaVar = "N",
            usage = "How many hours nobody must have used the old key; 0: its last use does not matter")
    public Integer quietForHours;

    @Option(
            name = "-deadline-hours",
            metaVar = "N",
            usage = "The time in hours after which the old key is revoked although builds hold it")
    public Integer deadlineHours;

    @Option(
            name = "-not-environment-scoped",
            metaVar = "BOOLEAN",
            handler = ExplicitBooleanOptionHandler.class,
            usage = "Whether the key is known not to be limited to environments")
    public Boolean notEnvironmentScoped;

    @Override
    public String getShortDescription() {
        return Messages.set_rotation_policy();
    }

    @Override
    protected int run() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        KeyId id = id();
        RotationPolicy before = BasetenConfiguration.get().getRotationPolicies().stream()
                .filter(policy -> KeyId.of(policy).equals(id))
                .findFirst()
                .orElse(null);
        RotationPolicy after = new RotationPolicy(id.credentialsId(), minting(before));
        after.setFolder(Util.fixEmpty(id.folder()));
        after.setIntervalDays(number("-interval-days", intervalDays, before == null ? 0 : before.getIntervalDays()));
        after.setOverlapHours(number(
                "-overlap-hours",
                overlapHours,
                before == null ? RotationPolicy.DEFAULT_OVERLAP_HOURS : before.getOverlapHours()));
        after.setQuietForHours(
                number("-quiet-for-hours", quietForHours, before == null ? 0 : before.getQuietForHours()));
        after.setDeadlineHours(number(
                "-deadline-hours",
                deadlineHours,
                before == null ? RotationPolicy.DEFAULT_DEADLINE_HOURS : before.getDeadlineHours()));
        after.setNotEnvironmentScoped(
                notEnvironmentScoped == null
                        ? before != null && before.isNotEnvironmentScoped()
                        : notEnvironmentScoped);
        refuse(PolicyProblems.ofFolder(id.folder()));
        refuse(PolicyProblems.ofCredential(id.folder(), id.credentialsId()));
        refuse(PolicyProblems.ofMinting(after.getMintingCredentialsId()));
        BasetenConfiguration.get().putRotationPolicy(after);
        return 0;
    }

    private String minting(@CheckForNull RotationPolicy before) {
        if (minting != null) {
            return minting;
        }
        if (before == null) {
            throw new IllegalArgumentException(Messages.no_minting_option());
        }
        return before.getMintingCredentialsId();
    }

    private static int number(String option, @CheckForNull Integer given, int otherwise) {
        if (given != null && given < 0) {
            throw new IllegalArgumentException(Messages.negative(option));
        }
        return given == null ? otherwise : given;
    }

    private static void refuse(String problem) {
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }
}

package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Tells which running builds use a key. */
public final class Leases {
    private Leases() {}

    /**
     * The running builds that use a key, in no order, with one entry for each build. The method reads nothing
     * from a disk and checks no permission: the caller that shows the names of builds checks who may see them.
     *
     * @param prefix the part of the key before its first dot
     * @return empty while Jenkins has not yet loaded all builds that go on after its start; the key must then
     *     be taken to be in use
     */
    @NonNull
    public static Optional<List<Lease>> of(@NonNull String prefix) {
        if (!isKnown()) {
            return Optional.empty();
        }
        LiveBuilds.restoreAll();
        return Optional.of(LiveBuilds.leases(prefix));
    }

    /**
     * Whether all builds are loaded. Jenkins loads Pipelines that go on after its start later than everything
     * else.
     */
    private static boolean isKnown() {
        return Jenkins.get().getInitLevel() == InitMilestone.COMPLETED
                && FlowExecutionList.get().isResumptionComplete();
    }
}

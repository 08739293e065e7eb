package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.init.InitMilestone;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/** Which running builds use a key. */
public final class Leases {
    private Leases() {}

    /**
     * The running builds that use a key, in no order, one entry a build. Nothing is read from a disk
     * and nobody's permissions are asked: whoever shows the names of builds decides who may see them.
     *
     * @param prefix what stands before the first dot of the key
     * @return empty while Jenkins has not yet loaded all builds that go on after its start; the key
     *     must then be taken to be in use
     */
    @NonNull
    public static Optional<List<Lease>> of(@NonNull String prefix) {
        if (!isKnown()) {
            return Optional.empty();
        }
        LiveBuilds.restoreAll();
        return Optional.of(LiveBuilds.leases(prefix));
    }

    /** Pipelines go on after a start, and are loaded shortly after everything else is. */
    private static boolean isKnown() {
        return Jenkins.get().getInitLevel() == InitMilestone.COMPLETED
                && FlowExecutionList.get().isResumptionComplete();
    }
}

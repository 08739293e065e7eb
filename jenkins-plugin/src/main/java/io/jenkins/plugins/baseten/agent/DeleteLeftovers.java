package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import jenkins.security.MasterToSlaveCallable;

/**
 * Removes directories of logins that may be on the machine of an agent. Returns the paths that were there and
 * are gone now.
 */
public final class DeleteLeftovers extends MasterToSlaveCallable<ArrayList<String>, RuntimeException> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> paths;

    public DeleteLeftovers(@NonNull List<String> paths) {
        this.paths = new ArrayList<>(paths);
    }

    @Override
    public ArrayList<String> call() {
        return new ArrayList<>(Leftover.removeIfHere(paths));
    }
}

package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tells the log of a build which directories it leaves behind, if no other code reports them: Jenkins does not
 * call the cleanup of a binding whose node is gone, and it calls no cleanup for a build that is killed.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class LeftoverReport extends RunListener<Run<?, ?>> {
    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        Leftovers.get().lines(run).forEach(listener.getLogger()::println);
    }
}

package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Tells the log of a build what it leaves behind where nobody else does: the binding is not asked to
 * clean up when its node is gone, and a build that is killed asks nobody.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class LeftoverReport extends RunListener<Run<?, ?>> {
    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        Leftovers.get().lines(run).forEach(listener.getLogger()::println);
    }
}

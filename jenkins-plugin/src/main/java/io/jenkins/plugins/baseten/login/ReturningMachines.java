package io.jenkins.plugins.baseten.login;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.baseten.agent.DeleteLeftovers;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Removes directories of machines that were taken from the controller. Each machine that connects is searched,
 * because it may be one of them under another name.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class ReturningMachines extends ComputerListener {
    private static final Logger LOGGER = Logger.getLogger(ReturningMachines.class.getName());

    @Override
    public void onOnline(@NonNull Computer computer, TaskListener listener) throws InterruptedException {
        // Before all builds are loaded, it is not known which blocks go on. The next login on the machine
        // searches again.
        boolean known = Jenkins.get().getInitLevel() == InitMilestone.COMPLETED;
        List<String> lost = known ? Leftovers.get().lostPaths() : List.of();
        VirtualChannel channel = computer.getChannel();
        if (lost.isEmpty() || channel == null) {
            return;
        }
        try {
            Leftovers.get().forget(channel.call(new DeleteLeftovers(lost)));
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "cannot look for directories of logins; the next login looks again", e);
        }
    }
}

package io.jenkins.plugins.baseten.step;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.baseten.identity.BuildTokens;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Renews the access tokens of running blocks in time, and rewrites their files. So a command that reads the files
 * again, or starts the tools again, finds a valid token, however long it runs.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class TokenRenewal extends PeriodicWork {
    /** A token is due at least 90 seconds before it expires, and truss does not use it in the last 60 seconds. */
    private static final long SECONDS = 15;

    private static volatile boolean resumed;

    /** Notes that a block goes on after a restart, which may have a token in its files. */
    static void blockResumed() {
        resumed = true;
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(SECONDS);
    }

    @Override
    protected void doRun() {
        if (resumed || BuildTokens.any()) {
            resumed = false;
            StepExecution.acceptAll(
                    WithBasetenExecution.class, block -> Computer.threadPoolForRemoting.submit(block::renewTokens));
        }
    }
}

package io.jenkins.plugins.baseten.step;

import hudson.Extension;
import hudson.model.Computer;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Makes running blocks rewrite their files soon after a store has changed, once for many changes. */
@Extension
@Restricted(NoExternalUse.class)
public final class Refresher implements StoreChanges.Listener {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final AtomicBoolean scheduled = new AtomicBoolean();

    @Override
    public void storeChanged() {
        if (scheduled.compareAndSet(false, true)) {
            Timer.get().schedule(this::refresh, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void refresh() {
        scheduled.set(false);
        StepExecution.acceptAll(
                WithBasetenExecution.class, block -> Computer.threadPoolForRemoting.submit(block::refresh));
    }
}

package io.jenkins.plugins.baseten.rotation;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.StoreChanges;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jenkins.model.Jenkins;
import jenkins.util.Timer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Checks the keys soon after a store has changed, once for many changes. It also follows renamed folders, and
 * resumes rotations after a start of Jenkins.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class StoreWatch extends ItemListener implements StoreChanges.Listener {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AtomicBoolean scheduled = new AtomicBoolean();

    @Override
    public void storeChanged() {
        if (scheduled.compareAndSet(false, true)) {
            Timer.get().schedule(this::look, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        scheduled.set(false);
        if (Jenkins.getInstanceOrNull() == null) {
            return;
        }
        Rotations.get().look();
    }

    /** Resumes the rotations that the last run of Jenkins left unfinished. */
    @Override
    public void onLoaded() {
        Rotations.get().tick();
    }

    @Override
    public void onLocationChanged(Item item, String before, String after) {
        BasetenConfiguration.get().folderMoved(before, after);
        Rotations.get().moved(before, after);
    }
}

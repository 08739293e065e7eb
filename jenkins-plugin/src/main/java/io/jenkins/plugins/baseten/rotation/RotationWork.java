package io.jenkins.plugins.baseten.rotation;

import hudson.Extension;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import java.time.Duration;
import java.time.Instant;

/** Resumes unfinished rotations every minute, and checks every hour which rotations are due. */
@Extension
public final class RotationWork extends PeriodicWork {
    private static final Duration FIRST_CHECK = Duration.ofMinutes(5);
    private static final Duration CHECK_PERIOD = Duration.ofHours(1);

    private Instant nextCheck = Instant.now().plus(FIRST_CHECK);

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void doRun() {
        Rotations.get().tick();
        Instant now = Instant.now();
        if (!now.isBefore(nextCheck)) {
            nextCheck = now.plus(CHECK_PERIOD);
            Rotations.get().checkDue();
        }
    }

    @Terminator
    public static void stop() {
        Rotations.get().close();
    }
}

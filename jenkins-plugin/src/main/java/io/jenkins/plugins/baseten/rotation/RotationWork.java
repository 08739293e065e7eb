package io.jenkins.plugins.baseten.rotation;

import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.model.PeriodicWork;
import java.time.Duration;
import java.time.Instant;

/** Has rotations go on every minute, and looks every hour which are due. */
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

    /** Goes on with what the last run of Jenkins left. */
    @Initializer(after = InitMilestone.COMPLETED)
    public static void goOn() {
        Rotations.get().tick();
    }

    @Terminator
    public static void stop() {
        Rotations.get().close();
    }
}

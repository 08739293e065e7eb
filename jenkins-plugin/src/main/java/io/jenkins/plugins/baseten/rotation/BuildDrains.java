package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.Drains;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.rotation.Drain;
import io.github.basetenci.rotation.DrainTimes;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.leases.Leases;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lets replaced keys live on for the builds of this controller.
 *
 * @param clock tells the time
 */
record BuildDrains(@NonNull InstantSource clock) implements Drains<KeyId> {
    @NonNull
    @Override
    public Drain of(@NonNull RotationRun<KeyId> run) {
        DrainTimes times = run.order().terms().times();
        Duration deadline = times.deadline();
        return new BuildDrain(times.overlap(), deadline == null ? times.overlap() : deadline, clock);
    }

    @Override
    public boolean mayBeUsed(@NonNull String prefix, @NonNull RotationRun<KeyId> run) {
        return Leases.of(prefix).map(builds -> !builds.isEmpty()).orElse(true);
    }
}

package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.Drains;
import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.managed.RotationRun;
import io.github.basetenci.rotation.Drain;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.leases.Leases;
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
        Terms terms = run.order().terms();
        return new BuildDrain(terms.overlap(), terms.deadline(), clock);
    }

    @Override
    public boolean mayBeUsed(@NonNull String prefix, @NonNull RotationRun<KeyId> run) {
        return Leases.of(prefix).map(builds -> !builds.isEmpty()).orElse(true);
    }
}

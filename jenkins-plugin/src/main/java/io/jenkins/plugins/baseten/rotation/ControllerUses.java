package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.UseRecords;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Instant;
import java.util.Optional;

/** The uses of keys by the builds of this controller. */
final class ControllerUses implements UseRecords<KeyId> {
    @NonNull
    @Override
    public Optional<Instant> firstUsed(@NonNull KeyId id, @NonNull String prefix) {
        return UsageRecords.get().firstUsed(id.folder(), id.credentialsId(), prefix);
    }

    @NonNull
    @Override
    public Optional<Instant> lastUsed(@NonNull KeyId id, @NonNull String prefix) {
        return UsageRecords.get().lastUsed(id.folder(), id.credentialsId(), prefix);
    }
}

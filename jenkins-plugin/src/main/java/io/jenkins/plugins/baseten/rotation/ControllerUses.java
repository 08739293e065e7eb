package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.UseRecords;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** The uses of keys by the builds of this controller. */
final class ControllerUses implements UseRecords<KeyId> {
    @NonNull
    @Override
    public Optional<Instant> firstUsed(@NonNull KeyId id, @NonNull String prefix) {
        return UsageRecords.get().firstUsed(id.folder(), id.credentialsId(), prefix);
    }

    /** The job, if the current user may see it. */
    @NonNull
    @Override
    public Optional<String> lastUser(@NonNull KeyId id, @NonNull String prefix) {
        return UsageRecords.get().jobs(id.folder(), id.credentialsId()).stream()
                .findFirst()
                .filter(job -> isVisible(job))
                .map(Messages::by_job);
    }

    private static boolean isVisible(String job) {
        try {
            return Jenkins.get().getItemByFullName(job) != null;
        } catch (AccessDeniedException e) {
            // The user may know that the job exists, and not read it.
            return false;
        }
    }

    @NonNull
    @Override
    public Optional<Instant> lastUsed(@NonNull KeyId id, @NonNull String prefix) {
        return UsageRecords.get().lastUsed(id.folder(), id.credentialsId(), prefix);
    }
}

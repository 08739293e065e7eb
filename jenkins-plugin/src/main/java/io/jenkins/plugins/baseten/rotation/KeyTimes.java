package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationIOException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** How old keys are and when they were last used, from what the servers tell and what is seen here. */
public final class KeyTimes {
    private final KeyRegistry registry;

    /** When the server said that a key was last used, by prefix. */
    private final Map<String, Instant> lastUses = new ConcurrentHashMap<>();

    KeyTimes(@NonNull KeyRegistry registry) {
        this.registry = registry;
    }

    /**
     * Since when there is a key: since the server created it, if the server has told, and else since it
     * was first seen in the credential or first used, whichever is earlier. So no key is younger than
     * its last use.
     *
     * @param prefix of the key
     */
    @NonNull
    public Optional<Instant> since(@NonNull KeyId id, @NonNull String prefix) {
        Optional<Instant> known = registry.find(id)
                .filter(key -> !prefix.isEmpty() && key.prefix().equals(prefix))
                .map(KnownKey::since);
        Optional<Instant> used = UsageRecords.get().firstUsed(id.folder(), id.credentialsId(), prefix);
        return Stream.of(known, used).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /**
     * When a key was last used: as the server told at the last check, or by builds of this controller,
     * whichever is later.
     *
     * @param prefix of the key
     */
    @NonNull
    public Optional<Instant> lastUsed(@NonNull KeyId id, @NonNull String prefix) {
        Optional<Instant> here = UsageRecords.get().lastUsed(id.folder(), id.credentialsId(), prefix);
        return Stream.of(here, lastUsedUpstream(prefix))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** When a key was last used as the server told at the last check, empty if it did not tell. */
    @NonNull
    public Optional<Instant> lastUsedUpstream(@NonNull String prefix) {
        return Optional.ofNullable(lastUses.get(prefix));
    }

    /**
     * The servers have listed keys. How old they are is kept on the disk, since after a restart the next
     * list takes a while.
     *
     * @param present the prefix of the key in each credential
     * @param listed keys by prefix
     */
    void listed(@NonNull Map<KeyId, String> present, @NonNull Map<String, ApiKeyInfo> listed)
            throws RotationIOException {
        lastUses.keySet().retainAll(Set.copyOf(present.values()));
        Map<String, Instant> earliest = new HashMap<>();
        present.values().stream().map(listed::get).filter(Objects::nonNull).forEach(key -> {
            Instant used = key.lastUsedAt();
            if (used != null) {
                lastUses.put(key.prefix(), used);
            }
            Stream.of(key.createdAt(), used)
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .ifPresent(time -> earliest.put(key.prefix(), time));
        });
        registry.date(present, earliest);
    }
}

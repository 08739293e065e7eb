package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When a key was created and last used, and who tells it: Baseten, or the records of this controller. */
final class KeyDates {
    private final Rotations rotations = Rotations.get();
    private final UsageRecords usage = UsageRecords.get();

    /**
     * A time and who tells it.
     *
     * @param byServer whether Baseten tells the time; otherwise the records of this controller tell it
     */
    record Dated(@NonNull Instant time, boolean byServer) {
        /** Who tells the time, as a clause. */
        @NonNull
        String source() {
            return byServer ? Messages.by_server() : Messages.by_controller();
        }
    }

    /**
     * When the key was created. If Baseten has not told that, it is the earliest time at which this controller knows
     * the key to have existed. No key is younger than its last use.
     *
     * @param prefix of the key
     */
    @NonNull
    Optional<Dated> created(@NonNull KeyId id, @NonNull String prefix) {
        Optional<Instant> told =
                rotations.upstream(id).filter(key -> key.hasPrefix(prefix)).map(ApiKeyInfo::createdAt);
        Optional<Instant> since = rotations.times().since(id, prefix);
        return Stream.of(told, since, rotations.times().lastUsed(id, prefix))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(earliest ->
                        new Dated(earliest, told.filter(earliest::equals).isPresent()));
    }

    /**
     * When the key was last used, according to Baseten or to the builds of this controller, whichever is later.
     *
     * @param prefix of the key
     */
    @NonNull
    Optional<Dated> lastUsed(@NonNull KeyId id, @NonNull String prefix) {
        return later(id, prefix, rotations.times().lastUsedUpstream(prefix));
    }

    /** As {@link #lastUsed}, but a use that Baseten tells counts only from a time on. */
    @NonNull
    Optional<Dated> lastUsedAfter(@NonNull KeyId id, @NonNull String prefix, @NonNull Instant from) {
        return later(id, prefix, rotations.times().lastUsedUpstream(prefix).filter(time -> !time.isBefore(from)));
    }

    private Optional<Dated> later(KeyId id, String prefix, Optional<Instant> told) {
        Optional<Instant> here = usage.lastUsed(id.folder(), id.credentialsId(), prefix);
        return Stream.of(told.map(time -> new Dated(time, true)), here.map(time -> new Dated(time, false)))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Dated::time));
    }
}

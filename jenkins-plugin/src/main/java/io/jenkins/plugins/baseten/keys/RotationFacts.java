package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationRecord;
import io.jenkins.plugins.baseten.leases.Lease;
import io.jenkins.plugins.baseten.leases.Leases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An unfinished rotation, for the page of its key.
 *
 * @param begun when the rotation was begun, and by whom
 * @param newKey the name and the prefix of the new key, empty while there is no new key
 * @param builds the running builds that use the key which is to be revoked, or null while that is not known
 * @param limit the time until which that key works, null if the rotation waits for no time
 * @param rollingBack whether the key that is to be revoked is the new one
 * @param unclaimedKey the prefix of a key that a person must decide about, or null
 * @param note what else the reader should know
 */
public record RotationFacts(
        @NonNull String begun,
        @NonNull String newKey,
        @CheckForNull VisibleNames builds,
        @CheckForNull TimeLimit limit,
        boolean rollingBack,
        @CheckForNull String unclaimedKey,
        @NonNull String note) {

    @NonNull
    public static RotationFacts of(@NonNull RotationStatus status) {
        RotationRecord record = status.record();
        String leaving = record == null ? "" : record.leavingPrefix();
        return new RotationFacts(
                Messages.begun_by(
                        TimeCell.ago(status.begun(), Instant.now(), "").full(), status.by()),
                record == null || record.newPrefix().isEmpty()
                        ? ""
                        : record.plan().newName() + " (" + record.newPrefix() + ")",
                leaving.isEmpty() ? new VisibleNames(List.of(), 0) : builds(leaving),
                DrainText.limit(status.waitsFor(), Instant.now()),
                record != null && record.rollingBack(),
                status.unclaimedKey(),
                Times.inSentence(status.note()));
    }

    @CheckForNull
    private static VisibleNames builds(String prefix) {
        Optional<List<Lease>> leases = Leases.of(prefix);
        if (leases.isEmpty()) {
            return null;
        }
        List<VisibleNames.Link> links = new ArrayList<>();
        for (Lease lease : leases.get()) {
            String job = lease.build().substring(0, lease.build().lastIndexOf('#'));
            Item readable = VisibleNames.readable(job);
            if (readable != null) {
                links.add(new VisibleNames.Link(lease.build(), lease.url()));
            }
        }
        return new VisibleNames(links, leases.get().size() - links.size());
    }
}

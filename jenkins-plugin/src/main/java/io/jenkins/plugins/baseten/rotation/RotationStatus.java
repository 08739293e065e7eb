package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationRecord;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Instant;
import java.util.List;

/**
 * Where the rotation of a credential stands.
 *
 * @param id the credential
 * @param begun when it was begun
 * @param by the user who began it, or {@code SYSTEM} for one that was due
 * @param record what the journal says, null before its first entry
 * @param working whether something is being done at this moment
 * @param waitsFor what the revocation waits for, as a clause; empty if it does not wait
 * @param problem why it stopped, empty if it did not
 * @param unclaimedKey the prefix of a key that this rotation may have left, or another one made; null if
 *     there is none. Whoever knows that no other rotation made it hands it to {@link
 *     Rotations#resume}
 * @param nextAttempt when it goes on by itself, null if it does not, or at once
 * @param failures how many times it stopped since it last went on
 * @param note what else the reader should know, empty if there is nothing
 * @param alive the prefixes of the keys that are alive as far as the journal tells, the old one first
 */
public record RotationStatus(
        @NonNull KeyId id,
        @NonNull Instant begun,
        @NonNull String by,
        @CheckForNull RotationRecord record,
        boolean working,
        @NonNull String waitsFor,
        @NonNull String problem,
        @CheckForNull String unclaimedKey,
        @CheckForNull Instant nextAttempt,
        int failures,
        @NonNull String note,
        @NonNull List<String> alive) {
    public RotationStatus {
        alive = List.copyOf(alive);
    }
}

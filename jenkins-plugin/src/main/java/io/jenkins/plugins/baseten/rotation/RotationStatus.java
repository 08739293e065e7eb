package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationRecord;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Instant;
import java.util.List;

/**
 * The state of the rotation of a credential.
 *
 * @param id the credential
 * @param start when the rotation was begun, and by whom
 * @param record the record of the journal, null before its first entry
 * @param work what the rotation does now
 * @param stop why the rotation stopped, and what follows
 * @param note a further note for the user, may be empty
 * @param alive the prefixes of the keys that are alive as far as the journal tells, the old one first
 */
public record RotationStatus(
        @NonNull KeyId id,
        @NonNull Start start,
        @CheckForNull RotationRecord record,
        @NonNull Work work,
        @NonNull Stop stop,
        @NonNull String note,
        @NonNull List<String> alive) {
    public RotationStatus {
        alive = List.copyOf(alive);
    }

    /**
     * The beginning of a rotation.
     *
     * @param begun when the rotation was begun
     * @param by the user who began the rotation, or {@code SYSTEM} for a rotation that was due
     */
    public record Start(@NonNull Instant begun, @NonNull String by) {}

    /**
     * What the rotation does now.
     *
     * @param working whether a step is running at this moment
     * @param waitsFor what the revocation waits for, as a clause; empty if the revocation does not wait
     */
    public record Work(boolean working, @NonNull String waitsFor) {}

    /**
     * Why a rotation stopped, and what follows.
     *
     * @param problem why the rotation stopped, empty if it did not stop
     * @param unclaimedKey the prefix of a key that either this rotation or another rotation made; null if there
     *     is no such key. A caller who knows that no other rotation made the key passes the prefix to {@link
     *     Rotations#resume}
     * @param nextAttempt when the rotation goes on by itself, null if it does not or if it does so at once
     * @param failures how many times the rotation stopped since it last went on
     */
    public record Stop(
            @NonNull String problem,
            @CheckForNull String unclaimedKey,
            @CheckForNull Instant nextAttempt,
            int failures) {}

    /** The state of a rotation whose files cannot be read; only the problem is known. */
    @NonNull
    static RotationStatus unreadable(@NonNull KeyId id, @NonNull String problem) {
        return new RotationStatus(
                id,
                new Start(Instant.EPOCH, ""),
                null,
                new Work(false, ""),
                new Stop(problem, null, null, 0),
                "",
                List.of());
    }

    /** When the rotation was begun. */
    @NonNull
    public Instant begun() {
        return start.begun();
    }

    /** The user who began the rotation, or {@code SYSTEM} for a rotation that was due. */
    @NonNull
    public String by() {
        return start.by();
    }

    /** Whether a step is running at this moment. */
    public boolean working() {
        return work.working();
    }

    /** What the revocation waits for, as a clause; empty if the revocation does not wait. */
    @NonNull
    public String waitsFor() {
        return work.waitsFor();
    }

    /** Why the rotation stopped, empty if it did not stop. */
    @NonNull
    public String problem() {
        return stop.problem();
    }

    /** The prefix of a key that a person must decide about, or null. */
    @CheckForNull
    public String unclaimedKey() {
        return stop.unclaimedKey();
    }

    /** When the rotation goes on by itself, null if it does not or if it does so at once. */
    @CheckForNull
    public Instant nextAttempt() {
        return stop.nextAttempt();
    }

    /** How many times the rotation stopped since it last went on. */
    public int failures() {
        return stop.failures();
    }
}

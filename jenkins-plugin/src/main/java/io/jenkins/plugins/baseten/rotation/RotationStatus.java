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
 * @param start when it was begun, and by whom
 * @param record what the journal says, null before its first entry
 * @param work what is being done
 * @param stop why it stopped, and what follows
 * @param note what else the reader should know, empty if there is nothing
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
     * @param begun when it was begun
     * @param by the user who began it, or {@code SYSTEM} for one that was due
     */
    public record Start(@NonNull Instant begun, @NonNull String by) {}

    /**
     * What is being done.
     *
     * @param working whether something is being done at this moment
     * @param waitsFor what the revocation waits for, as a clause; empty if it does not wait
     */
    public record Work(boolean working, @NonNull String waitsFor) {}

    /**
     * Why a rotation stopped, and what follows.
     *
     * @param problem why it stopped, empty if it did not
     * @param unclaimedKey the prefix of a key that this rotation may have left, or another one made; null if
     *     there is none. Whoever knows that no other rotation made it hands it to {@link Rotations#resume}
     * @param nextAttempt when it goes on by itself, null if it does not, or at once
     * @param failures how many times it stopped since it last went on
     */
    public record Stop(
            @NonNull String problem,
            @CheckForNull String unclaimedKey,
            @CheckForNull Instant nextAttempt,
            int failures) {}

    /** A rotation of which no more is known than why its files cannot be read. */
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

    /** When it was begun. */
    @NonNull
    public Instant begun() {
        return start.begun();
    }

    /** The user who began it, or {@code SYSTEM} for one that was due. */
    @NonNull
    public String by() {
        return start.by();
    }

    /** Whether something is being done at this moment. */
    public boolean working() {
        return work.working();
    }

    /** What the revocation waits for, as a clause; empty if it does not wait. */
    @NonNull
    public String waitsFor() {
        return work.waitsFor();
    }

    /** Why it stopped, empty if it did not. */
    @NonNull
    public String problem() {
        return stop.problem();
    }

    /** The prefix of a key that a person must decide about, or null. */
    @CheckForNull
    public String unclaimedKey() {
        return stop.unclaimedKey();
    }

    /** When it goes on by itself, null if it does not, or at once. */
    @CheckForNull
    public Instant nextAttempt() {
        return stop.nextAttempt();
    }

    /** How many times it stopped since it last went on. */
    public int failures() {
        return stop.failures();
    }
}

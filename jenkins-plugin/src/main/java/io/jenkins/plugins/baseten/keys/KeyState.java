package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import java.time.Instant;

/**
 * The state of the rotation of a key, in words.
 *
 * @param word the state in a word or two
 * @param detail what the rotation does or waits for, as a sentence; may be empty
 * @param problem why the rotation is held up, and what happens next; empty if it is not held up
 * @param line the states of the rotation, empty if no rotation is unfinished
 */
public record KeyState(
        @NonNull Phase phase,
        @NonNull String word,
        @NonNull String detail,
        @NonNull String problem,
        @NonNull StateLine line) {

    /** The state of a key that has no unfinished rotation. */
    @NonNull
    public static KeyState idle(boolean hasPolicy) {
        return hasPolicy
                ? without(Phase.IDLE, Messages.word_idle(), "")
                : without(Phase.NO_POLICY, Messages.word_no_policy(), "");
    }

    /** The state of a minting key that has no unfinished rotation. */
    @NonNull
    static KeyState mints() {
        return without(Phase.NO_POLICY, Messages.word_mints(), Messages.detail_mints());
    }

    /** The state of a workload identity, which has no key. */
    @NonNull
    static KeyState noKey() {
        return without(Phase.NO_POLICY, Messages.word_no_key(), Messages.detail_no_key());
    }

    private static KeyState without(Phase phase, String word, String detail) {
        return new KeyState(phase, word, detail, "", StateLine.NONE);
    }

    /** The state of an unfinished rotation. */
    @NonNull
    public static KeyState of(@NonNull RotationStatus status) {
        RotationRecord record = status.record();
        return new KeyState(phase(status), word(record), detail(status, record), problem(status), StateLine.of(record));
    }

    private static Phase phase(RotationStatus status) {
        if (status.working()) {
            return Phase.WORKING;
        }
        if (!status.problem().isEmpty()) {
            return status.nextAttempt() == null ? Phase.STOPPED : Phase.RETRYING;
        }
        return status.waitsFor().isEmpty() ? Phase.WORKING : Phase.WAITING;
    }

    private static String word(@CheckForNull RotationRecord record) {
        if (record == null) {
            return Messages.word_begun();
        }
        return record.rollingBack() && !record.state().isFinal() ? Messages.word_back() : word(record.state());
    }

    /** The word for a state of the rotation. */
    @NonNull
    static String word(@NonNull RotationState state) {
        return switch (state) {
            case PLANNED -> Messages.word_planned();
            case CREATED -> Messages.word_created();
            case HELD -> Messages.word_held();
            case VERIFIED -> Messages.word_verified();
            case DISTRIBUTED -> Messages.word_distributed();
            case DRAINING -> Messages.word_draining();
            case REVOKED -> Messages.word_revoked();
            case DONE -> Messages.word_done();
            case ROLLED_BACK -> Messages.word_rolled_back();
        };
    }

    private static String detail(RotationStatus status, @CheckForNull RotationRecord record) {
        if (record == null) {
            return Messages.detail_begun();
        }
        if (!status.waitsFor().isEmpty()) {
            String key = record.rollingBack()
                    ? Messages.the_new_key(record.newPrefix())
                    : Messages.the_old_key(record.plan().oldPrefix());
            return DrainText.sentence(key, status.waitsFor());
        }
        return record.rollingBack() ? Messages.detail_back() : detail(record.state());
    }

    private static String detail(RotationState state) {
        return switch (state) {
            case PLANNED -> Messages.detail_planned();
            case CREATED -> Messages.detail_created();
            case HELD -> Messages.detail_held();
            case VERIFIED -> Messages.detail_verified();
            case DISTRIBUTED, DRAINING -> Messages.detail_draining();
            case REVOKED -> Messages.detail_revoked();
            case DONE, ROLLED_BACK -> "";
        };
    }

    private static String problem(RotationStatus status) {
        if (status.problem().isEmpty()) {
            return "";
        }
        String unclaimedKey = status.unclaimedKey();
        String why = Times.inSentence(Clause.of(status.problem()));
        if (unclaimedKey != null) {
            return Messages.stopped_unclaimed_key(why, unclaimedKey);
        }
        Instant next = status.nextAttempt();
        return next == null ? Messages.stopped(why) : Messages.stopped_until(why, Times.exact(next));
    }
}

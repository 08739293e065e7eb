package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonBoolean;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The start and the progress of an unfinished rotation. With these data a rotation can be finished even if its
 * policy has changed or is gone. The order contains no key.
 *
 * @param by who began it
 * @param terms the policy at the time when the rotation was begun
 * @param oldPrefix the prefix of the key that was in the credential when the rotation was begun
 * @param target the credential's name when the rotation was begun; the journal uses this name
 * @param progress the progress of the rotation
 */
record RotationOrder(
        @NonNull Instant begun,
        @NonNull String by,
        @NonNull Terms terms,
        @NonNull String oldPrefix,
        @NonNull String target,
        @NonNull Progress progress) {
    private static final String VERSION = "1";
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * The values of a policy.
     *
     * @param remoteUrl the URL that the key belongs to
     * @param minting the credential that creates and deletes keys
     */
    record Terms(
            @NonNull String remoteUrl,
            @NonNull String minting,
            @NonNull Duration overlap,
            @NonNull Duration deadline,
            boolean knownUnscoped) {}

    /**
     * The progress of a rotation.
     *
     * @param aborting whether the rotation goes back to the old key
     * @param problem why the rotation stopped, empty if it did not stop
     * @param unclaimedKey the prefix of a key that a person must decide about, or null
     * @param note the note that the history will show, may be empty
     * @param failures how many times the rotation stopped since it last went on
     * @param nextAttempt when the rotation is tried again, null for as soon as possible
     */
    record Progress(
            boolean aborting,
            @NonNull String problem,
            @CheckForNull String unclaimedKey,
            @NonNull String note,
            int failures,
            @CheckForNull Instant nextAttempt) {
        private static final Progress BEGUN = new Progress(false, "", null, "", 0, null);
    }

    @NonNull
    static RotationOrder of(
            @NonNull RotationPolicy policy,
            @NonNull String remoteUrl,
            @NonNull String oldPrefix,
            @NonNull String by,
            @NonNull Instant now) {
        return new RotationOrder(
                now,
                by,
                new Terms(
                        remoteUrl,
                        policy.getMintingCredentialsId(),
                        policy.overlap(),
                        policy.deadline(),
                        policy.isNotEnvironmentScoped()),
                oldPrefix,
                "credential:" + KeyId.of(policy),
                Progress.BEGUN);
    }

    @NonNull
    RotationOrder toAbort() {
        return with(new Progress(true, "", null, note(), 0, null));
    }

    /** The order after the old key was revoked: the rotation can no longer go back. */
    @NonNull
    RotationOrder onward() {
        return with(new Progress(false, problem(), unclaimedKey(), note(), failures(), nextAttempt()));
    }

    /** The order of a rotation that goes on now. */
    @NonNull
    RotationOrder unhindered() {
        return with(new Progress(aborting(), "", null, note(), 0, null));
    }

    /**
     * The order of a rotation that stopped. The rotation is tried again after 1, 2, 4 ... minutes, at most
     * after an hour.
     */
    @NonNull
    RotationOrder stopped(@NonNull String why, @NonNull Instant now) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures(), 10));
        Instant next = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        return with(new Progress(aborting(), why, null, note(), failures() + 1, next));
    }

    /** The order of a rotation that stopped until a person decides about a key. */
    @NonNull
    RotationOrder undecided(@NonNull String why, @NonNull String prefix) {
        return with(new Progress(aborting(), why, prefix, note(), 0, null));
    }

    @NonNull
    RotationOrder noted(@NonNull String sentence) {
        if (note().contains(sentence)) {
            return this;
        }
        String all = note().isEmpty() ? sentence : note() + " " + sentence;
        return with(new Progress(aborting(), problem(), unclaimedKey(), all, failures(), nextAttempt()));
    }

    /** Whether the rotation may go on by itself at this moment. */
    boolean isDue(@NonNull Instant now) {
        Instant next = nextAttempt();
        // A time that is further away than the longest wait was noted before somebody set the clock back.
        return unclaimedKey() == null && (next == null || !now.isBefore(next) || next.isAfter(now.plus(LONGEST_WAIT)));
    }

    private RotationOrder with(Progress now) {
        return new RotationOrder(begun, by, terms, oldPrefix, target, now);
    }

    @NonNull
    String remoteUrl() {
        return terms.remoteUrl();
    }

    @NonNull
    String minting() {
        return terms.minting();
    }

    @NonNull
    Duration overlap() {
        return terms.overlap();
    }

    @NonNull
    Duration deadline() {
        return terms.deadline();
    }

    boolean knownUnscoped() {
        return terms.knownUnscoped();
    }

    boolean aborting() {
        return progress.aborting();
    }

    @NonNull
    String problem() {
        return progress.problem();
    }

    @CheckForNull
    String unclaimedKey() {
        return progress.unclaimedKey();
    }

    @NonNull
    String note() {
        return progress.note();
    }

    int failures() {
        return progress.failures();
    }

    @CheckForNull
    Instant nextAttempt() {
        return progress.nextAttempt();
    }

    @NonNull
    String write() {
        return Json.pretty(JsonObject.EMPTY
                        .with("version", VERSION)
                        .with("target", target)
                        .with("old_prefix", oldPrefix)
                        .with("begun", begun.toString())
                        .with("by", by)
                        .with("remote_url", remoteUrl())
                        .with("minting", minting())
                        .with("overlap_seconds", JsonFields.of(overlap().toSeconds()))
                        .with("deadline_seconds", JsonFields.of(deadline().toSeconds()))
                        .with("not_environment_scoped", new JsonBoolean(knownUnscoped()))
                        .with("aborting", new JsonBoolean(aborting()))
                        .with("problem", problem())
                        .with("orphan", unclaimedKey())
                        .with("note", note())
                        .with("failures", JsonFields.of(failures()))
                        .with("next_attempt", JsonFields.of(nextAttempt())))
                + "\n";
    }

    /** Reads a text of {@link #write}; empty for any other text. */
    @NonNull
    static Optional<RotationOrder> read(@NonNull String text) {
        try {
            return Json.parse(text) instanceof JsonObject json && VERSION.equals(json.string("version"))
                    ? Optional.of(order(json))
                    : Optional.empty();
        } catch (JsonParseException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static RotationOrder order(JsonObject json) {
        return new RotationOrder(
                JsonFields.time(json, "begun"),
                JsonFields.text(json, "by"),
                new Terms(
                        JsonFields.text(json, "remote_url"),
                        JsonFields.text(json, "minting"),
                        Duration.ofSeconds(JsonFields.number(json, "overlap_seconds")),
                        Duration.ofSeconds(JsonFields.number(json, "deadline_seconds")),
                        JsonFields.flag(json, "not_environment_scoped")),
                JsonFields.text(json, "old_prefix"),
                JsonFields.text(json, "target"),
                new Progress(
                        JsonFields.flag(json, "aborting"),
                        JsonFields.text(json, "problem"),
                        json.string("orphan"),
                        JsonFields.text(json, "note"),
                        (int) JsonFields.number(json, "failures"),
                        JsonFields.timeOrNull(json, "next_attempt")));
    }
}

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
 * What an unfinished rotation was begun with, so that it can be finished when its policy has changed or
 * is gone, and how it has gone. It holds no key.
 *
 * @param by who began it
 * @param remoteUrl where the key belongs
 * @param minting the credential that creates and deletes keys
 * @param oldPrefix the key that was in the credential then
 * @param target the credential's name when it was begun, which the journal knows it by
 * @param aborting whether it goes back to the old key
 * @param problem why it stopped, empty if it did not
 * @param unclaimedKey the prefix of a key that a person must decide about, or null
 * @param note what the history will say, empty for nothing
 * @param failures how many times it stopped since it last went on
 * @param nextAttempt when it is tried again, null for as soon as possible
 */
record RotationOrder(
        @NonNull Instant begun,
        @NonNull String by,
        @NonNull String remoteUrl,
        @NonNull String minting,
        @NonNull Duration overlap,
        @NonNull Duration deadline,
        boolean knownUnscoped,
        @NonNull String oldPrefix,
        @NonNull String target,
        boolean aborting,
        @NonNull String problem,
        @CheckForNull String unclaimedKey,
        @NonNull String note,
        int failures,
        @CheckForNull Instant nextAttempt) {
    private static final String VERSION = "1";
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

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
                remoteUrl,
                policy.getMintingCredentialsId(),
                policy.overlap(),
                policy.deadline(),
                policy.isNotEnvironmentScoped(),
                oldPrefix,
                "credential:" + KeyId.of(policy),
                false,
                "",
                null,
                "",
                0,
                null);
    }

    @NonNull
    RotationOrder toAbort() {
        return with(true, "", null, note, 0, null);
    }

    /** The old key is gone: there is no way back. */
    @NonNull
    RotationOrder onward() {
        return with(false, problem, unclaimedKey, note, failures, nextAttempt);
    }

    /** It goes on, or is about to. */
    @NonNull
    RotationOrder unhindered() {
        return with(aborting, "", null, note, 0, null);
    }

    /** It stopped; it is tried again after 1, 2, 4 ... minutes, at most an hour. */
    @NonNull
    RotationOrder stopped(@NonNull String why, @NonNull Instant now) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
        return with(
                aborting,
                why,
                null,
                note,
                failures + 1,
                now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
    }

    /** It stopped until a person decides about a key. */
    @NonNull
    RotationOrder undecided(@NonNull String why, @NonNull String prefix) {
        return with(aborting, why, prefix, note, 0, null);
    }

    @NonNull
    RotationOrder noted(@NonNull String sentence) {
        if (note.contains(sentence)) {
            return this;
        }
        return with(
                aborting,
                problem,
                unclaimedKey,
                note.isEmpty() ? sentence : note + " " + sentence,
                failures,
                nextAttempt);
    }

    /** Whether it goes on by itself at this moment. */
    boolean isDue(@NonNull Instant now) {
        // A time that no wait reaches was noted before the clock was set back.
        return unclaimedKey == null
                && (nextAttempt == null || !now.isBefore(nextAttempt) || nextAttempt.isAfter(now.plus(LONGEST_WAIT)));
    }

    private RotationOrder with(
            boolean newAborting,
            String newProblem,
            @CheckForNull String newUnclaimedKey,
            String newNote,
            int newFailures,
            @CheckForNull Instant newNextAttempt) {
        return new RotationOrder(
                begun,
                by,
                remoteUrl,
                minting,
                overlap,
                deadline,
                knownUnscoped,
                oldPrefix,
                target,
                newAborting,
                newProblem,
                newUnclaimedKey,
                newNote,
                newFailures,
                newNextAttempt);
    }

    @NonNull
    String write() {
        return Json.pretty(JsonObject.EMPTY
                        .with("version", VERSION)
                        .with("target", target)
                        .with("old_prefix", oldPrefix)
                        .with("begun", begun.toString())
                        .with("by", by)
                        .with("remote_url", remoteUrl)
                        .with("minting", minting)
                        .with("overlap_seconds", JsonFields.of(overlap.toSeconds()))
                        .with("deadline_seconds", JsonFields.of(deadline.toSeconds()))
                        .with("not_environment_scoped", new JsonBoolean(knownUnscoped))
                        .with("aborting", new JsonBoolean(aborting))
                        .with("problem", problem)
                        .with("orphan", unclaimedKey)
                        .with("note", note)
                        .with("failures", JsonFields.of(failures))
                        .with("next_attempt", JsonFields.of(nextAttempt)))
                + "\n";
    }

    /** Reads what {@link #write} wrote; nothing for anything else. */
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
                JsonFields.text(json, "remote_url"),
                JsonFields.text(json, "minting"),
                Duration.ofSeconds(JsonFields.number(json, "overlap_seconds")),
                Duration.ofSeconds(JsonFields.number(json, "deadline_seconds")),
                JsonFields.flag(json, "not_environment_scoped"),
                JsonFields.text(json, "old_prefix"),
                JsonFields.text(json, "target"),
                JsonFields.flag(json, "aborting"),
                JsonFields.text(json, "problem"),
                json.string("orphan"),
                JsonFields.text(json, "note"),
                (int) JsonFields.number(json, "failures"),
                JsonFields.timeOrNull(json, "next_attempt"));
    }
}

package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationState;
import java.time.Instant;

/**
 * A finished rotation, with the facts that an audit needs.
 *
 * @param by the user who began it, or {@code SYSTEM} for one that was due
 * @param oldPrefix the prefix of the key that the rotation began with
 * @param newPrefix the prefix of the key that the rotation made, empty if it made no key
 * @param outcome DONE or ROLLED_BACK
 * @param note a further note for the user, for example how many builds still held the old key at the deadline;
 *     may be empty
 */
public record PastRotation(
        @NonNull Instant begun,
        @NonNull Instant ended,
        @NonNull String by,
        @NonNull String oldPrefix,
        @NonNull String newPrefix,
        @NonNull RotationState outcome,
        @NonNull String note) {}

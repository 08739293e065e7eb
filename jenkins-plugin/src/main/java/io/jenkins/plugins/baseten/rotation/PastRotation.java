package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationState;
import java.time.Instant;

/**
 * A rotation that came to its end; what the audit asks for.
 *
 * @param by the user who began it, or {@code SYSTEM} for one that was due
 * @param oldPrefix the key that it began with
 * @param newPrefix the key that it made, empty if it made none
 * @param outcome DONE or ROLLED_BACK
 * @param note what else the reader should know, for example which builds still held the old key at
 *     the deadline; empty if there is nothing
 */
public record PastRotation(
        @NonNull Instant begun,
        @NonNull Instant ended,
        @NonNull String by,
        @NonNull String oldPrefix,
        @NonNull String newPrefix,
        @NonNull RotationState outcome,
        @NonNull String note) {}

package io.github.basetenci.managed;

import io.github.basetenci.rotation.RotationState;
import java.time.Instant;

/**
 * A finished rotation, with the facts that an audit needs.
 *
 * @param by the user who began it, or the name for a rotation that was due
 * @param oldPrefix the prefix of the key that the rotation began with
 * @param newPrefix the prefix of the key that the rotation made, empty if it made no key
 * @param outcome DONE or ROLLED_BACK
 * @param note a further note for the user, for example how many jobs still used the old key at the
 *     deadline; may be empty
 */
public record PastRotation(
    Instant begun,
    Instant ended,
    String by,
    String oldPrefix,
    String newPrefix,
    RotationState outcome,
    String note) {}

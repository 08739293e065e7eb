package io.github.basetenci.rotation;

import java.time.Duration;

/**
 * Which key to rotate.
 *
 * @param prefix the prefix of the key
 * @param knownUnscoped whether the caller states that the key is not limited to environments, which
 *     no answer of the server tells and no request can ask for
 * @param overlap how long the old key lives on
 */
public record RotationRequest(String prefix, boolean knownUnscoped, Duration overlap) {}

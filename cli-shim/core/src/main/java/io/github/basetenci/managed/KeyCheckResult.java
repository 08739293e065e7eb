package io.github.basetenci.managed;

import io.github.basetenci.api.ApiKeyInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of the last check of a managed key.
 *
 * @param prefix the prefix of the key, empty if no key was present
 * @param upstream the key as the server lists it, null if the server does not list the key or was
 *     not asked
 * @param problem why the key cannot be rotated, empty if there is no known reason
 * @param lasting whether the problem stays until somebody changes something
 * @param note a further note for the user, may be empty
 */
record KeyCheckResult(
    Instant at,
    String prefix,
    @Nullable ApiKeyInfo upstream,
    String problem,
    boolean lasting,
    String note) {}

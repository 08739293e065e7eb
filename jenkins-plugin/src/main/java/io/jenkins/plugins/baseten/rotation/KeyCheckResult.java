package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import java.time.Instant;

/**
 * The result of the last check of the key in a credential.
 *
 * @param prefix the prefix of the key, empty if the credential had no key
 * @param upstream the key as the server lists it, null if the server does not list the key or was not asked
 * @param problem why the key cannot be rotated, empty if there is no known reason
 * @param lasting whether the problem stays until somebody changes something
 * @param note a further note for the user, may be empty
 */
record KeyCheckResult(
        @NonNull Instant at,
        @NonNull String prefix,
        @CheckForNull ApiKeyInfo upstream,
        @NonNull String problem,
        boolean lasting,
        @NonNull String note) {}

package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import java.time.Instant;

/**
 * What the last check found out about the key in a credential.
 *
 * @param prefix the key that was looked for, empty if there was none
 * @param upstream how the server lists it, null if it does not or was not asked
 * @param problem why it cannot be rotated, empty for nothing known
 * @param lasting whether that does not mend by itself
 * @param note what else the reader should know, empty if there is nothing
 */
record KeyCheckResult(
        @NonNull Instant at,
        @NonNull String prefix,
        @CheckForNull ApiKeyInfo upstream,
        @NonNull String problem,
        boolean lasting,
        @NonNull String note) {}

package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;

/**
 * A problem with a key that somebody should look at.
 *
 * @param id the credential with the problem
 * @param sentence what is wrong, without the name of the credential and without any key
 */
public record KeyFinding(
        @NonNull KeyId id, @NonNull Kind kind, @NonNull String sentence) {
    /** What is wrong, for programs. */
    public enum Kind {
        /** The key is older than the policy or the configuration allows. */
        STALE,
        /** Nobody has used the key for a long time. */
        UNUSED,
        /** Jobs use the key of a person. */
        PERSONAL,
        /** Another credential has the same key. */
        DUPLICATE,
        /** Several credentials have the same id. */
        AMBIGUOUS,
        /** The last check found that the key cannot be rotated, or that Baseten no longer lists the key. */
        CHECK,
        /** A revoked key came back. */
        OVERWRITTEN,
        /** A rotation waits for a person. */
        STOPPED,
        /** The minting key is missing, or jobs can use the minting key. */
        MINTING,
        /** A policy names a credential that does not exist. */
        NO_CREDENTIAL
    }

    /** The page that shows the problem, relative to the root of Jenkins. */
    @NonNull
    public String url() {
        // A policy without a credential has no page.
        return kind == Kind.NO_CREDENTIAL ? "manage/configure" : KeyAddress.of(id);
    }
}

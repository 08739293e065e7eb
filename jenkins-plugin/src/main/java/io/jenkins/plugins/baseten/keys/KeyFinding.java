package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;

/**
 * Something that somebody should look at.
 *
 * @param id the credential that it is about
 * @param sentence what is wrong, without the name of the credential and without any key
 */
public record KeyFinding(
        @NonNull KeyId id, @NonNull Kind kind, @NonNull String sentence) {
    /** What is wrong, for programs. */
    public enum Kind {
        /** The key is older than it should become. */
        STALE,
        /** Nobody has used the key for a long time. */
        UNUSED,
        /** Jobs use the key of a person. */
        PERSONAL,
        /** Another credential has the same key. */
        DUPLICATE,
        /** Several credentials have the same id. */
        AMBIGUOUS,
        /** The last check found that the key cannot be rotated, or is gone at Baseten. */
        CHECK,
        /** A revoked key came back. */
        OVERWRITTEN,
        /** A rotation waits for a person. */
        STOPPED,
        /** The key that creates keys is missing, or jobs can use it. */
        MINTING,
        /** A policy names a credential that is not there. */
        NO_CREDENTIAL
    }

    /** Where to look, relative to the root of Jenkins. */
    @NonNull
    public String url() {
        // Of a policy alone there is no page.
        return kind == Kind.NO_CREDENTIAL ? "manage/configure" : KeyAddress.of(id);
    }
}

package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;

/**
 * The data that a page shows about one key, or about a workload identity, which has no key. The row contains no
 * key.
 *
 * @param credential the credential that has the key
 * @param prefix of the key, empty if there is no key
 * @param access what the key may do, as the last check saw it
 * @param times when the key was created, last used, and will be rotated
 * @param problems the problems of the key, each as a sentence
 */
public record KeyRow(
        @NonNull Credential credential,
        @NonNull String prefix,
        @NonNull KeyAccess access,
        @NonNull Times times,
        @NonNull VisibleNames usedBy,
        @NonNull KeyState state,
        @NonNull List<String> problems) {
    /**
     * A credential and its store.
     *
     * @param url of the page of its key, relative to the root of Jenkins; empty if it has no key
     * @param store the name of the store that has the credential
     */
    public record Credential(
            @NonNull KeyId id,
            @NonNull String url,
            @NonNull String description,
            @NonNull String store) {}

    /**
     * Times of a key.
     *
     * @param age how old this key is
     * @param next when the key is rotated next
     */
    public record Times(
            @NonNull TimeCell age,
            @NonNull TimeCell lastUsed,
            @NonNull TimeCell next) {}

    @NonNull
    public KeyId id() {
        return credential.id();
    }

    @NonNull
    public String url() {
        return credential.url();
    }

    @NonNull
    public String description() {
        return credential.description();
    }

    @NonNull
    public String store() {
        return credential.store();
    }

    /** Whether a rotation of the key is unfinished. */
    public boolean isUnfinished() {
        return state.phase().isUnfinished();
    }

    @NonNull
    public TimeCell age() {
        return times.age();
    }

    @NonNull
    public TimeCell lastUsed() {
        return times.lastUsed();
    }

    @NonNull
    public TimeCell next() {
        return times.next();
    }
}

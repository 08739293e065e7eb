package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;

/**
 * What a page tells of one key. It holds no key.
 *
 * @param credential which credential has it
 * @param prefix of the key, empty if there is none
 * @param scope what the key may do, as the last check saw it
 * @param times since when there is the key, and when what happens to it
 * @param problems what is wrong with it, each a sentence
 */
public record KeyRow(
        @NonNull Credential credential,
        @NonNull String prefix,
        @NonNull String scope,
        @NonNull Times times,
        @NonNull VisibleNames usedBy,
        @NonNull KeyState state,
        @NonNull List<String> problems) {
    /**
     * A credential and where it is.
     *
     * @param url of the page of its key, relative to the root of Jenkins
     * @param store which store has it
     */
    public record Credential(
            @NonNull KeyId id,
            @NonNull String url,
            @NonNull String description,
            @NonNull String store) {}

    /**
     * Times of a key.
     *
     * @param age since when there is this key
     * @param next when it is rotated
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

package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.List;

/**
 * What a page tells of one key. It holds no key.
 *
 * @param url of the page of the key, relative to the root of Jenkins
 * @param store which store has it
 * @param prefix of the key, empty if there is none
 * @param scope what the key may do, as the last check saw it
 * @param age since when there is this key
 * @param problems what is wrong with it, each a sentence
 */
public record KeyRow(
        @NonNull KeyId id,
        @NonNull String url,
        @NonNull String description,
        @NonNull String store,
        @NonNull String prefix,
        @NonNull String scope,
        @NonNull TimeCell age,
        @NonNull TimeCell lastUsed,
        @NonNull VisibleNames usedBy,
        @NonNull TimeCell next,
        @NonNull KeyState state,
        @NonNull List<String> problems) {}

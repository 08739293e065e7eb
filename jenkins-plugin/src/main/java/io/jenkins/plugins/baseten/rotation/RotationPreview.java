package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationPlan;
import java.util.List;

/**
 * What a rotation would do.
 *
 * @param earlierKeys other keys of the same line of names, which earlier rotations may have left
 * @param note what else the reader should know, empty if there is nothing
 */
public record RotationPreview(
        @NonNull RotationPlan plan,
        @NonNull List<ApiKeyInfo> earlierKeys,
        @NonNull String note) {
    public RotationPreview {
        earlierKeys = List.copyOf(earlierKeys);
    }
}

package io.github.basetenci.managed;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.rotation.RotationPlan;
import java.util.List;

/**
 * What a rotation would do.
 *
 * @param earlierKeys other keys whose names differ from the name of this key only in the number;
 *     earlier rotations may have left them
 * @param note a further note for the user, may be empty
 */
public record RotationPreview(RotationPlan plan, List<ApiKeyInfo> earlierKeys, String note) {
  public RotationPreview {
    earlierKeys = List.copyOf(earlierKeys);
  }
}

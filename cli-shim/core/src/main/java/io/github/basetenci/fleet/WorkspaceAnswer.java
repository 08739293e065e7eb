package io.github.basetenci.fleet;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace answered.
 *
 * @param keys its unrevoked keys
 * @param mintingPrefix the prefix of the key that asked; null if an access token asked
 * @param keyless whether jobs can log in there without a key, as far as is known
 * @param forbids whether the organization allows no new keys of a type; asked only if it matters
 */
public record WorkspaceAnswer(
    List<ApiKeyInfo> keys,
    @Nullable String mintingPrefix,
    boolean keyless,
    Predicate<ApiKeyType> forbids) {
  public WorkspaceAnswer {
    keys = List.copyOf(keys);
  }
}

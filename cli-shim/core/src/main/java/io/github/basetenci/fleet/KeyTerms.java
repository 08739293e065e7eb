package io.github.basetenci.fleet;

import io.github.basetenci.api.ApiKeyType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key is expected to be.
 *
 * @param type null for any type
 * @param team the name of its team, null for any team
 * @param models the models that it is limited to, null for any
 * @param notEnvironmentScoped whether somebody states that it is not limited to environments
 */
public record KeyTerms(
    @Nullable ApiKeyType type,
    @Nullable String team,
    @Nullable List<String> models,
    boolean notEnvironmentScoped) {
  public KeyTerms {
    models = models == null ? null : List.copyOf(models);
  }
}

package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.fleet.FleetWorkspace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workspace and the keys that it lists.
 *
 * @param keys its unrevoked keys; none if it could not be asked
 * @param mintingPrefix the prefix of the minting key; null if there is none
 */
public record ListedWorkspace(
    FleetWorkspace workspace, List<ApiKeyInfo> keys, @Nullable String mintingPrefix) {
  public ListedWorkspace {
    keys = List.copyOf(keys);
  }

  /** Only the name, because a name on a server may be anything. */
  @Override
  public String toString() {
    return workspace.name();
  }
}

package io.github.basetenci.fleet;

import java.util.List;

/**
 * All keys that are managed together.
 *
 * @param workspaces the workspaces, in the order of the file
 * @param keys the keys, in the order of the file
 */
public record Fleet(List<FleetWorkspace> workspaces, List<FleetKey> keys) {
  public Fleet {
    workspaces = List.copyOf(workspaces);
    keys = List.copyOf(keys);
  }

  /** The keys of one workspace. */
  public List<FleetKey> keysOf(FleetWorkspace workspace) {
    return keys.stream().filter(key -> key.workspace().equals(workspace.name())).toList();
  }

  /** How many targets all keys have together. */
  public int targets() {
    return keys.stream().mapToInt(key -> key.targets().size()).sum();
  }
}

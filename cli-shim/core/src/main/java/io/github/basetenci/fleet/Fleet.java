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

  /**
   * What tells a key from the others of the file, also after the file was changed elsewhere. The
   * name of the team is a part of it only where two teams have keys of the name.
   */
  public String id(FleetKey key) {
    String id = key.workspace() + "/" + key.label();
    boolean shared =
        keys.stream()
                .filter(other -> other.workspace().equals(key.workspace()))
                .filter(other -> other.label().equals(key.label()))
                .count()
            > 1;
    return shared ? id + " (" + key.terms().team() + ")" : id;
  }

  /** How many targets all keys have together. */
  public int targets() {
    return keys.stream().mapToInt(key -> key.targets().size()).sum();
  }
}

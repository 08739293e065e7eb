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
   * What tells a key from the others of the file, also after other keys were added to it or taken
   * away.
   */
  public String id(FleetKey key) {
    String team = key.terms().team();
    return team == null ? idWithoutTeam(key) : idWithoutTeam(key) + " (" + team + ")";
  }

  private static String idWithoutTeam(FleetKey key) {
    return key.workspace() + "/" + key.label();
  }

  /**
   * The keys of the file that may have had an id before the file said their team, before it no
   * longer said it, or in version 0.1.0, which left the team out where only one key had the name.
   * Empty if a key has the id now.
   */
  public List<FleetKey> formerly(String id) {
    return keys.stream().anyMatch(key -> id(key).equals(id))
        ? List.of()
        : keys.stream().filter(key -> mayHaveBeen(key, id)).toList();
  }

  private static boolean mayHaveBeen(FleetKey key, String id) {
    String without = idWithoutTeam(key);
    return id.equals(without)
        || key.terms().team() == null && id.startsWith(without + " (") && id.endsWith(")");
  }

  /** How many targets all keys have together. */
  public int targets() {
    return keys.stream().mapToInt(key -> key.targets().size()).sum();
  }
}

package io.github.basetenci.cli.fleet.init;

import io.github.basetenci.cli.rotate.TargetKinds;
import io.github.basetenci.fleet.FleetKey;
import io.github.basetenci.shim.command.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of all workspaces, each with the targets that say that they have it. */
public final class FleetDraft {
  private final List<ListedWorkspace> workspaces;
  private final TargetKinds kinds;
  private final List<DraftKey> keys = new ArrayList<>();
  private final List<FoundTarget> undecided = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<String, DraftKey> byPrefix = new HashMap<>();
  private final Map<String, String> others = new HashMap<>();
  private final List<String> problems;

  /**
   * @param kinds knows which targets a file may name
   */
  public FleetDraft(List<ListedWorkspace> workspaces, Found found, TargetKinds kinds) {
    this.workspaces = List.copyOf(workspaces);
    this.kinds = kinds;
    for (ListedWorkspace workspace : workspaces) {
      WorkspaceKeys made = new WorkspaceKeys(workspace);
      keys.addAll(made.keys());
      leftOut.addAll(made.leftOut());
      others.putAll(made.others());
      made.keys().forEach(key -> key.keys.forEach(each -> byPrefix.put(each.prefix(), key)));
    }
    // Two names of one target, such as two paths of a file, are one.
    Set<String> named = new HashSet<>();
    for (FoundTarget target : found.targets()) {
      String name = nameOf(target);
      if (name.isEmpty()) {
        leftOut.add("no target can be named " + target.spec());
      } else if (named.add(name)) {
        give(target);
      }
    }
    leftOut.addAll(found.remarks());
    for (DraftKey key : keys) {
      if (key.targets.isEmpty() && key.rotatedBy == null) {
        key.rotatedBy = FleetKey.NOBODY;
      }
    }
    problems = List.copyOf(found.problems());
  }

  private String nameOf(FoundTarget target) {
    try {
      return YamlText.canBeWritten(target.spec()) ? kinds.nameOf(target.spec()) : "";
    } catch (UsageException e) {
      return "";
    }
  }

  private void give(FoundTarget target) {
    String prefix = target.prefix();
    if (prefix == null) {
      undecided.add(target);
      return;
    }
    DraftKey key = byPrefix.get(prefix);
    if (prefix.isEmpty()) {
      leftOut.add(target.spec() + " has no key");
    } else if (key == null) {
      leftOut.add(
          target.spec()
              + " has the key "
              + prefix
              + ", which is "
              + others.getOrDefault(prefix, "in no list of these workspaces"));
    } else if (target.rotatedBy() != null) {
      key.rotatedBy = target.rotatedBy();
      key.remarks.add(target.spec() + " has it");
      key.targets.forEach(other -> key.remarks.add("not rotated there, and has it: " + other));
      key.targets.clear();
    } else if (key.rotatedBy != null) {
      key.remarks.add(
          (key.rotatedBy.equals(FleetKey.NOBODY) ? "has it: " : "not rotated there, and has it: ")
              + target.spec());
    } else {
      key.targets.add(target.spec());
    }
  }

  List<ListedWorkspace> workspaces() {
    return workspaces;
  }

  /** The entries of the file, in its order. */
  List<DraftKey> keys() {
    return keys;
  }

  /** The targets that do not tell which key they have. */
  List<FoundTarget> undecided() {
    return undecided;
  }

  /** What the file says beside its entries. */
  List<String> leftOut() {
    return leftOut;
  }

  /** What could not be listed. */
  List<String> problems() {
    return problems;
  }

  /** How many keys the file names. */
  public int keyCount() {
    return keys.size();
  }

  /** How many targets the keys have together. */
  public int targetCount() {
    return keys.stream().mapToInt(key -> key.targets.size()).sum();
  }

  /** How many targets somebody has to move to their key. */
  public int undecidedCount() {
    return undecided.size();
  }
}

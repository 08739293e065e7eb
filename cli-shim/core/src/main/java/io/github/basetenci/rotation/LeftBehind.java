package io.github.basetenci.rotation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the logins of this machine that would stop working when a key is revoked, and refuses to
 * revoke the key unless the caller allows it.
 */
final class LeftBehind {
  private final Context context;

  LeftBehind(Context context) {
    this.context = context;
  }

  /**
   * Checks the old key before anything is created.
   *
   * @param key the old key in the form that messages show
   * @return the logins that hold the old key and may be left behind
   */
  List<String> plan(String prefix, String key) throws RotationException {
    List<String> left = new ArrayList<>();
    LoginKeys here = context.settings.logins().stored().get();
    for (String name : context.settings.logins().holding(here, prefix)) {
      if (context.settings.targets().stream().noneMatch(target -> target.replacesKeyOf(name))) {
        left.add(name);
      }
    }
    Set<String> allowed = context.settings.logins().leaveBehind();
    List<String> refused = left.stream().filter(name -> !allowed.contains(name)).toList();
    if (!refused.isEmpty()) {
      throw RotationException.leftBehind(
          "nothing was changed: the key %s would stop working in %s, which no target writes"
              .formatted(key, String.join(", ", refused)),
          refused,
          null);
    }
    Map<String, String> unsearched = unsearched(here);
    left.addAll(unsearched.keySet());
    unsearched.keySet().removeAll(allowed);
    if (!unsearched.isEmpty()) {
      throw RotationException.leftBehind(
          "nothing was changed: the key %s may stop working in %s"
              .formatted(key, notSearched(unsearched)),
          List.copyOf(unsearched.keySet()),
          null);
    }
    return left;
  }

  /**
   * Checks the old key again before it is revoked, because a login may have been added after the
   * plan.
   */
  void beforeRevocation(RotationRecord record) throws RotationException {
    RotationPlan plan = record.plan();
    Set<String> allowed = new HashSet<>(plan.leftBehind());
    allowed.addAll(context.settings.logins().leaveBehind());
    LoginKeys here = context.settings.logins().stored().get();
    List<String> left = context.settings.logins().holding(here, plan.oldPrefix());
    refuse(record, left, allowed, "old key " + plan.oldKey(), "revoked");
    refuseUnsearched(record, here, allowed, "old key " + plan.oldKey(), "revoked");
    for (String name : left) {
      context.settings.notes().accept(name + " was left behind with the old key.");
    }
    for (String name : unsearched(here).keySet()) {
      context
          .settings
          .notes()
          .accept(name + " was not searched, and may be left behind with the old key.");
    }
  }

  /** Checks the new key before it is deleted, because somebody may have logged in with it. */
  void beforeDeletion(RotationRecord record) throws RotationException {
    String key = "new key " + record.plan().newKey(record.newPrefix());
    LoginKeys here = context.settings.logins().stored().get();
    Set<String> allowed = new HashSet<>(context.settings.logins().leaveBehind());
    refuse(
        record,
        context.settings.logins().holding(here, record.newPrefix()),
        allowed,
        key,
        "deleted");
    // The plan names the logins that could not be searched, and that the caller allowed.
    allowed.addAll(record.plan().leftBehind());
    refuseUnsearched(record, here, allowed, key, "deleted");
  }

  /**
   * The logins that could not be searched. The target of a login has asked for its key already, so
   * it is not among them.
   */
  private Map<String, String> unsearched(LoginKeys here) {
    Map<String, String> unsearched = new LinkedHashMap<>(here.unsearched());
    context.settings.targets().forEach(target -> unsearched.remove(target.name()));
    return unsearched;
  }

  private static String notSearched(Map<String, String> unsearched) {
    return String.join(", ", unsearched.keySet())
        + ", which could not be searched for it: "
        + unsearched.values().iterator().next();
  }

  private void refuseUnsearched(
      RotationRecord record, LoginKeys here, Set<String> allowed, String key, String end)
      throws RotationException {
    Map<String, String> unsearched = unsearched(here);
    unsearched.keySet().removeAll(allowed);
    if (!unsearched.isEmpty()) {
      throw RotationException.leftBehind(
          "the %s may still be in %s, so it was not %s; %s"
              .formatted(key, notSearched(unsearched), end, record.remains()),
          List.copyOf(unsearched.keySet()),
          record);
    }
  }

  private static void refuse(
      RotationRecord record, List<String> left, Set<String> allowed, String key, String end)
      throws RotationException {
    List<String> refused = left.stream().filter(name -> !allowed.contains(name)).toList();
    if (refused.isEmpty()) {
      return;
    }
    throw RotationException.leftBehind(
        "the %s is still in %s, so it was not %s; %s"
            .formatted(key, String.join(", ", refused), end, record.remains()),
        refused,
        record);
  }
}

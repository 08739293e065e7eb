package io.github.basetenci.rotation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
    for (String name : context.settings.logins().holding(prefix)) {
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
    List<String> left = context.settings.logins().holding(plan.oldPrefix());
    refuse(record, left, allowed, "old key " + plan.oldKey(), "revoked");
    for (String name : left) {
      context.settings.notes().accept(name + " was left behind with the old key.");
    }
  }

  /** Checks the new key before it is deleted, because somebody may have logged in with it. */
  void beforeDeletion(RotationRecord record) throws RotationException {
    refuse(
        record,
        context.settings.logins().holding(record.newPrefix()),
        context.settings.logins().leaveBehind(),
        "new key " + record.plan().newKey(record.newPrefix()),
        "deleted");
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

package io.github.basetenci.rotation;

import io.github.basetenci.rotation.TargetProgress.Step;
import io.github.basetenci.text.Neutralizer;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a rotation that the journal stores. It is all that a later run needs to continue. It
 * contains no key.
 *
 * @param newPrefix the prefix of the new key, empty while it is not known
 * @param targets the progress of each target by its name, in the order of the plan
 * @param changed when the state was reached
 * @param draining what is known about the key that is to be revoked, null while a target may have
 *     it
 * @param rollingBack whether the rotation is being undone
 */
public record RotationRecord(
    RotationPlan plan,
    RotationState state,
    String newPrefix,
    Map<String, TargetProgress> targets,
    Instant changed,
    @Nullable Draining draining,
    boolean rollingBack) {
  public RotationRecord {
    targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
  }

  static RotationRecord planned(RotationPlan plan, Instant now) {
    Map<String, TargetProgress> targets = new LinkedHashMap<>();
    plan.targets().forEach(name -> targets.put(name, TargetProgress.PENDING));
    return new RotationRecord(plan, RotationState.PLANNED, "", targets, now, null, false);
  }

  RotationRecord at(RotationState next, Instant now) {
    return new RotationRecord(plan, next, newPrefix, targets, now, draining, rollingBack);
  }

  RotationRecord withNewPrefix(String prefix) {
    return new RotationRecord(plan, state, prefix, targets, changed, draining, rollingBack);
  }

  RotationRecord withTarget(String name, TargetProgress progress) {
    Map<String, TargetProgress> copy = new LinkedHashMap<>(targets);
    copy.put(name, progress);
    return withTargets(copy);
  }

  RotationRecord withTargets(Map<String, TargetProgress> all) {
    return new RotationRecord(plan, state, newPrefix, all, changed, draining, rollingBack);
  }

  /**
   * The record after a person has taken these targets away, and no others. One that is given again
   * is written again, except after the revocation, when no target is written any more.
   */
  RotationRecord dropping(Set<String> names) {
    boolean over = state == RotationState.REVOKED || state.isFinal();
    Step safe = rollingBack ? Step.PENDING : Step.WRITTEN;
    Map<String, TargetProgress> now = new LinkedHashMap<>(targets);
    boolean again = false;
    for (Map.Entry<String, TargetProgress> target : now.entrySet()) {
      Step step = target.getValue().step();
      if (names.contains(target.getKey()) && !step.isDropped()) {
        target.setValue(new TargetProgress(step == safe ? Step.DROPPED_DONE : Step.DROPPED, ""));
      } else if (!names.contains(target.getKey()) && step.isDropped()) {
        target.setValue(
            new TargetProgress(step == Step.DROPPED_DONE || over ? safe : Step.ATTEMPTED, ""));
        again |= step == Step.DROPPED && !over;
      }
    }
    RotationRecord changed = withTargets(now);
    if (!again) {
      return changed;
    }
    boolean late = state == RotationState.DISTRIBUTED || state == RotationState.DRAINING;
    return (late ? changed.at(RotationState.VERIFIED, this.changed) : changed).draining(null);
  }

  /** The targets that a person has taken away. */
  public Set<String> dropped() {
    return named(Set.of(Step.DROPPED, Step.DROPPED_DONE));
  }

  /** The targets that a person has taken away, and that may have the key that is to be revoked. */
  public Set<String> droppedWithKey() {
    return named(Set.of(Step.DROPPED));
  }

  private Set<String> named(Set<Step> steps) {
    Set<String> names = new LinkedHashSet<>();
    targets.forEach(
        (name, progress) -> {
          if (steps.contains(progress.step())) {
            names.add(name);
          }
        });
    return names;
  }

  /** The targets when the rotation turns round: another key is the one that leaves. */
  private Map<String, TargetProgress> turned() {
    Map<String, TargetProgress> turned = new LinkedHashMap<>(targets);
    turned.replaceAll(
        (name, progress) ->
            progress.step() == Step.DROPPED_DONE ? new TargetProgress(Step.DROPPED, "") : progress);
    return turned;
  }

  /** The number of targets that must still be written. */
  int missing() {
    return targets.size() - count(Step.WRITTEN) - dropped().size();
  }

  RotationRecord draining(@Nullable Draining now) {
    return new RotationRecord(plan, state, newPrefix, targets, changed, now, rollingBack);
  }

  /** The record of a rotation that was going back and cannot. */
  RotationRecord goingForward(Draining now) {
    return new RotationRecord(plan, state, newPrefix, turned(), changed, now, false);
  }

  RotationRecord goingBack() {
    return new RotationRecord(plan, state, newPrefix, turned(), changed, null, true);
  }

  /**
   * The prefix of the key that is to be revoked: the old key, or the new key if the rotation is
   * being undone.
   */
  public String leavingPrefix() {
    return rollingBack ? newPrefix : plan.oldPrefix();
  }

  /**
   * When the last target got another key than the one that is to be revoked, null before that time.
   */
  public @Nullable Instant drainSince() {
    return draining == null ? null : draining.since();
  }

  /**
   * The latest time at which the key that is to be revoked was used, as far as any run has seen;
   * null if none has seen a time.
   */
  public @Nullable Instant lastUse() {
    return draining == null ? null : draining.lastUse();
  }

  /** The key that is to be revoked, in the form that messages show. */
  String leavingKey() {
    return rollingBack ? "new key " + plan.newKey(newPrefix) : "old key " + plan.oldKey();
  }

  /** The number of targets that are at this step. */
  public int count(Step step) {
    return (int) targets.values().stream().filter(target -> target.step() == step).count();
  }

  /** Whether a target may have the new key. */
  public boolean isTouched() {
    return count(Step.ATTEMPTED) + count(Step.WRITTEN) > 0;
  }

  /** Which keys exist and where they are, as a clause. */
  public String remains() {
    String oldKey = plan.oldKey();
    String newKey = plan.newKey(newPrefix);
    String untouched = "the old key " + oldKey + " works everywhere";
    return switch (state) {
      case PLANNED ->
          untouched
              + "; whether a key '"
              + Neutralizer.line(plan.newName())
              + "' was created is not known";
      case CREATED -> untouched + "; the new key " + newKey + " exists, and its text may be lost";
      case HELD, VERIFIED ->
          isTouched()
              ? "the old key %s and the new key %s both work, and %d of %d targets have the new one"
                  .formatted(oldKey, newKey, count(Step.WRITTEN), targets.size() - dropped().size())
              : untouched + "; the new key " + newKey + " waits in " + plan.newKeyStorage();
      case DISTRIBUTED, DRAINING ->
          "every target has the new key " + newKey + ", and the old key " + oldKey + " still works";
      case REVOKED -> "every target has the new key " + newKey + "; the old key is revoked";
      case DONE -> "the new key " + newKey + " has replaced " + oldKey;
      case ROLLED_BACK -> untouched + ", and no new key is left";
    };
  }
}

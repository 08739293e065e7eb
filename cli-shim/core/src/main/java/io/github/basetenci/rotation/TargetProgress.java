package io.github.basetenci.rotation;

/**
 * The progress of a rotation in one target.
 *
 * @param step which key the target has
 * @param problem why the last write failed, as a sentence without any key; empty if no write failed
 */
public record TargetProgress(Step step, String problem) {
  /** The target was not written, or the old key was put back. */
  static final TargetProgress PENDING = new TargetProgress(Step.PENDING, "");

  /** Which key a target has. */
  public enum Step {
    /** The target has the old key. */
    PENDING,
    /** A write was begun, so the target may have either key. */
    ATTEMPTED,
    /** The target has the new key. */
    WRITTEN,
    /** A person has taken the target away; it may have the key that is to be revoked. */
    DROPPED,
    /** A person has taken the target away after it had got the key that stays. */
    DROPPED_DONE;

    boolean isDropped() {
      return this == DROPPED || this == DROPPED_DONE;
    }
  }
}

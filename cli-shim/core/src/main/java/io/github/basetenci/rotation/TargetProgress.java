package io.github.basetenci.rotation;

/**
 * What is known of one target.
 *
 * @param step how far it is
 * @param problem why the last write failed, empty if it did not; a sentence without any key
 */
public record TargetProgress(Step step, String problem) {
  /** Not touched, or put back. */
  static final TargetProgress PENDING = new TargetProgress(Step.PENDING, "");

  /** How far a target is. */
  public enum Step {
    /** It has the old key. */
    PENDING,
    /** A write was begun: it may have either key. */
    ATTEMPTED,
    /** It has the new key. */
    WRITTEN
  }
}

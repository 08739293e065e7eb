package io.github.basetenci.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What a target says about the key that it has.
 *
 * @param target the name of the target
 * @param outcome whether it said something
 * @param prefix the prefix of the key that it has, empty for no key; null unless it was read
 * @param problem why it could not be read, else empty
 */
public record TargetReading(
    String target, Outcome outcome, @Nullable String prefix, String problem) {
  /** Whether a target said something. */
  public enum Outcome {
    /** The target was read. */
    READ,
    /** Targets of this kind never tell which key they have. */
    NOT_READABLE,
    /** The target should tell, and did not. */
    FAILED
  }

  /** A target that has the key of this prefix; the empty text stands for no key. */
  public static TargetReading has(String target, String prefix) {
    return new TargetReading(target, Outcome.READ, prefix, "");
  }

  /** A target that never tells. */
  public static TargetReading silent(String target) {
    return new TargetReading(target, Outcome.NOT_READABLE, null, "");
  }

  /** A target that could not be read. */
  public static TargetReading failed(String target, String problem) {
    return new TargetReading(target, Outcome.FAILED, null, problem);
  }
}

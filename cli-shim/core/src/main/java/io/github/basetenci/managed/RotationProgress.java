package io.github.basetenci.managed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to finish a rotation. How far it has come stands in its journal.
 *
 * @param aborting whether the rotation goes back to the old key
 * @param problem why the rotation stopped, empty if it did not stop
 * @param unclaimedKey the prefix of a key that a person must decide about, or null
 * @param note the note that the history will show, may be empty
 * @param failures how many times the rotation stopped since it last went on
 * @param nextAttempt when the rotation is tried again, null for as soon as possible
 */
record RotationProgress(
    boolean aborting,
    String problem,
    @Nullable String unclaimedKey,
    String note,
    int failures,
    @Nullable Instant nextAttempt) {
  static final RotationProgress BEGUN = new RotationProgress(false, "", null, "", 0, null);

  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  RotationProgress toAbort() {
    return new RotationProgress(true, "", null, note, 0, null);
  }

  /** The progress after the old key was revoked: the rotation can no longer go back. */
  RotationProgress onward() {
    return new RotationProgress(false, problem, unclaimedKey, note, failures, nextAttempt);
  }

  /** The progress of a rotation that goes on now. */
  RotationProgress unhindered() {
    return new RotationProgress(aborting, "", null, note, 0, null);
  }

  /**
   * The progress of a rotation that stopped. The rotation is tried again after 1, 2, 4 ... minutes,
   * at most after an hour.
   */
  RotationProgress stopped(String why, Instant now) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
    Instant next = now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    return new RotationProgress(aborting, why, null, note, failures + 1, next);
  }

  /** The progress of a rotation that stopped until a person decides about a key. */
  RotationProgress undecided(String why, String prefix) {
    return new RotationProgress(aborting, why, prefix, note, 0, null);
  }

  RotationProgress noted(String sentence) {
    if (note.contains(sentence)) {
      return this;
    }
    String all = note.isEmpty() ? sentence : note + " " + sentence;
    return new RotationProgress(aborting, problem, unclaimedKey, all, failures, nextAttempt);
  }

  /** Whether the rotation may go on by itself at this moment. */
  boolean isDue(Instant now) {
    // A time that is further away than the longest wait was noted before somebody set the clock
    // back.
    return unclaimedKey == null
        && (nextAttempt == null
            || !now.isBefore(nextAttempt)
            || nextAttempt.isAfter(now.plus(LONGEST_WAIT)));
  }
}

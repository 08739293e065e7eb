package io.github.basetenci.managed;

import io.github.basetenci.rotation.RotationRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of an unfinished rotation.
 *
 * @param id the name of the managed key in messages
 * @param start when the rotation was begun, and by whom
 * @param record the record of the journal, null before its first entry
 * @param work what the rotation does now
 * @param stop why the rotation stopped, and what follows
 * @param note a further note for the user, may be empty
 * @param alive the prefixes of the keys that are alive as far as the journal tells, the old one
 *     first
 */
public record RotationStatus(
    String id,
    Start start,
    @Nullable RotationRecord record,
    Work work,
    Stop stop,
    String note,
    List<String> alive) {
  public RotationStatus {
    alive = List.copyOf(alive);
  }

  /**
   * The beginning of a rotation.
   *
   * @param begun when the rotation was begun
   * @param by the user who began the rotation, or the name for a rotation that was due
   */
  public record Start(Instant begun, String by) {}

  /**
   * What the rotation does now.
   *
   * @param working whether a step is running at this moment
   * @param waitsFor what the revocation waits for, as a clause; empty if the revocation does not
   *     wait
   */
  public record Work(boolean working, String waitsFor) {}

  /**
   * Why a rotation stopped, and what follows.
   *
   * @param problem why the rotation stopped, empty if it did not stop
   * @param unclaimedKey the prefix of a key that either this rotation or another rotation made;
   *     null if there is no such key. A caller who knows that no other rotation made the key passes
   *     the prefix to {@link RotationEngine#resume}
   * @param nextAttempt when the rotation goes on by itself, null if it does not or if it does so at
   *     once
   * @param failures how many times the rotation stopped since it last went on
   */
  public record Stop(
      String problem, @Nullable String unclaimedKey, @Nullable Instant nextAttempt, int failures) {}

  /** The state of a rotation whose files cannot be read; only the problem is known. */
  static RotationStatus unreadable(String id, String problem) {
    return new RotationStatus(
        id,
        new Start(Instant.EPOCH, ""),
        null,
        new Work(false, ""),
        new Stop(problem, null, null, 0),
        "",
        List.of());
  }

  /** When the rotation was begun. */
  public Instant begun() {
    return start.begun();
  }

  /** The user who began the rotation, or the name for a rotation that was due. */
  public String by() {
    return start.by();
  }

  /** Whether a step is running at this moment. */
  public boolean working() {
    return work.working();
  }

  /** What the revocation waits for, as a clause; empty if the revocation does not wait. */
  public String waitsFor() {
    return work.waitsFor();
  }

  /** Why the rotation stopped, empty if it did not stop. */
  public String problem() {
    return stop.problem();
  }

  /** The prefix of a key that a person must decide about, or null. */
  public @Nullable String unclaimedKey() {
    return stop.unclaimedKey();
  }

  /** When the rotation goes on by itself, null if it does not or if it does so at once. */
  public @Nullable Instant nextAttempt() {
    return stop.nextAttempt();
  }

  /** How many times the rotation stopped since it last went on. */
  public int failures() {
    return stop.failures();
  }
}

package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rotation that cannot start or go on. The message says what happened and which keys there are
 * now; it holds no key.
 */
public final class RotationException extends Exception implements Advisable {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable RotationRecord record;
  private final @Nullable String unclaimedKey;
  private final List<String> leftBehind;
  private final @Nullable Situation situation;

  private RotationException(
      String message,
      @Nullable RotationRecord record,
      @Nullable String unclaimedKey,
      @Nullable Throwable cause) {
    this(message, record, unclaimedKey, List.of(), null, cause);
  }

  private RotationException(
      String message,
      @Nullable RotationRecord record,
      @Nullable String unclaimedKey,
      List<String> leftBehind,
      @Nullable Situation situation,
      @Nullable Throwable cause) {
    super(message, cause);
    this.record = record;
    this.unclaimedKey = unclaimedKey;
    this.leftBehind = List.copyOf(leftBehind);
    this.situation = situation;
  }

  /** Nothing was begun. */
  static RotationException refused(String problem) {
    return new RotationException(problem, null, null, null);
  }

  static RotationException refused(String problem, Throwable cause) {
    return new RotationException(problem, null, null, cause);
  }

  static RotationException refused(String fact, Situation situation) {
    return new RotationException(fact, null, null, List.of(), situation, null);
  }

  /** Begun, and stopped where the record says. */
  static RotationException stopped(
      String problem, RotationRecord record, @Nullable Throwable cause) {
    return new RotationException(problem + "; " + record.remains(), record, null, cause);
  }

  /** A key bears the name of the new one, and nobody can tell whose it is. */
  static RotationException unclaimedKey(
      String problem, String prefix, @Nullable RotationRecord record) {
    return new RotationException(problem, record, prefix, null);
  }

  /** Logins of this machine would lose their key; nobody said that they may. */
  static RotationException leftBehind(
      String problem, List<String> logins, @Nullable RotationRecord record) {
    return new RotationException(problem, record, null, logins, null, null);
  }

  /** Where the rotation stands, null if it was not begun. */
  public @Nullable RotationRecord record() {
    return record;
  }

  /**
   * The prefix of a key that may be the lost result of this rotation or the work of another one;
   * null if there is none. Whoever knows that no other rotation made it hands it to the next run.
   */
  public @Nullable String unclaimedKey() {
    return unclaimedKey;
  }

  /**
   * The logins of this machine that would stop working, by the names by which the caller can say
   * that they may; empty if that is not what stopped the rotation.
   */
  public List<String> leftBehind() {
    return leftBehind;
  }

  @Override
  public @Nullable Situation situation() {
    return situation;
  }

  @Override
  public String name() {
    return "";
  }

  /** The HTTP status that stopped the rotation, 0 if it was something else. */
  public int status() {
    return getCause() instanceof ApiException e ? e.status() : 0;
  }
}

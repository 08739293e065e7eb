package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.text.Advisable;
import io.github.basetenci.text.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rotation cannot start or continue. The message says what happened and which keys exist now. It
 * contains no key.
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

  /** No rotation was begun. */
  static RotationException refused(String problem) {
    return new RotationException(problem, null, null, null);
  }

  static RotationException refused(String problem, Throwable cause) {
    return new RotationException(problem, null, null, cause);
  }

  static RotationException refused(String fact, Situation situation) {
    return new RotationException(fact, null, null, List.of(), situation, null);
  }

  /** The rotation was begun, and stopped in the state of the record. */
  static RotationException stopped(
      String problem, RotationRecord record, @Nullable Throwable cause) {
    return new RotationException(problem + "; " + record.remains(), record, null, cause);
  }

  /** A key has the name of the new key, and it is unknown which rotation created it. */
  static RotationException unclaimedKey(
      String problem, String prefix, @Nullable RotationRecord record) {
    return new RotationException(problem, record, prefix, null);
  }

  /** Logins of this machine would stop working, and the caller did not allow it. */
  static RotationException leftBehind(
      String problem, List<String> logins, @Nullable RotationRecord record) {
    return new RotationException(problem, record, null, logins, null, null);
  }

  /** The record of the rotation, null if the rotation was not begun. */
  public @Nullable RotationRecord record() {
    return record;
  }

  /**
   * The prefix of a key that this rotation may have created and lost, or that another rotation may
   * have created; null if there is none. A caller that knows that no other rotation created the key
   * passes the prefix to the next run.
   */
  public @Nullable String unclaimedKey() {
    return unclaimedKey;
  }

  /**
   * The names of the logins of this machine that would stop working. The caller can allow this by
   * these names. Empty if the rotation stopped for another reason.
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

  /** The HTTP status that stopped the rotation, 0 if the reason was no HTTP status. */
  public int status() {
    return getCause() instanceof ApiException e ? e.status() : 0;
  }
}

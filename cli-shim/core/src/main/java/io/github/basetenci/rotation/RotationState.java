package io.github.basetenci.rotation;

/**
 * How far a rotation has come. The journal holds the last step that was finished. The next step may
 * have been begun.
 */
public enum RotationState {
  /** The name of the new key is chosen; a request to create it may have been sent. */
  PLANNED,
  /** The new key exists and its prefix is known. */
  CREATED,
  /** The storage of the new key has the new key. */
  HELD,
  /** The server accepts the new key and lists it as it was asked for. */
  VERIFIED,
  /** Every target has the new key. */
  DISTRIBUTED,
  /** The old key lives on for jobs that still use it. */
  DRAINING,
  /** The server no longer lists the old key. */
  REVOKED,
  /** The storage of the new key is empty: nothing is left to do. */
  DONE,
  /** Every target has the old key, and the new key is gone. */
  ROLLED_BACK;

  /** Whether nothing more will be done. */
  public boolean isFinal() {
    return this == DONE || this == ROLLED_BACK;
  }
}

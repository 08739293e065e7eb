package io.github.basetenci.store;

/** The points that an update passes, in this order; the tests stop a run at each of them. */
public enum WriteStep {
  /** The locks are held; nothing is read yet. */
  AFTER_LOCK,
  /** A temporary file exists, empty. */
  AFTER_CREATE,
  /** Half of a temporary file is written. */
  MID_WRITE,
  /** A temporary file is on the disk. */
  AFTER_FSYNC,
  /** All temporary files are on the disk; the next step changes the first file. */
  PREPARED,
  /** The first file has changed, the second has not. */
  AFTER_FIRST_RENAME,
  /** All files have changed. */
  AFTER_LAST_RENAME,
  /** The change is on the disk, and no temporary file is left. */
  AFTER_CLEANUP,
  /** The locks are gone. */
  DONE
}

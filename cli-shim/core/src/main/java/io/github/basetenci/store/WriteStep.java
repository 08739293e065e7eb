package io.github.basetenci.store;

/** The steps of an update, in order. Tests stop a run at each step. */
public enum WriteStep {
  /** The locks are taken; nothing is read yet. */
  AFTER_LOCK,
  /** A temporary file exists, empty. */
  AFTER_CREATE,
  /** Half of a temporary file is written. */
  MID_WRITE,
  /** A temporary file is on the disk. */
  AFTER_FSYNC,
  /** All temporary files are on the disk; the next step changes the first file. */
  PREPARED,
  /** The first file has changed; the second has not. */
  AFTER_FIRST_RENAME,
  /** All files have changed. */
  AFTER_LAST_RENAME,
  /** The change is on the disk, and no temporary file is left. */
  AFTER_CLEANUP,
  /** The locks are released. */
  DONE
}

package io.github.basetenci.cli.posix;

/**
 * What became of a child.
 *
 * @param value as the system codes it
 */
public record WaitStatus(int value) {
  private static final int STOPPED = 0x7f;

  boolean isStopped() {
    return (value & 0xff) == STOPPED;
  }

  int stopSignal() {
    return value >> 8 & 0xff;
  }

  /** The signal that ended it, or 0. */
  public int signal() {
    return value & 0x7f;
  }

  /** The exit code; for an end by a signal 128 and its number, as shells have it. */
  public int code() {
    return signal() == 0 ? value >> 8 & 0xff : 128 + signal();
  }
}

package io.github.basetenci.cli.posix;

/**
 * The state of a child that has ended or stopped.
 *
 * @param value the state in the encoding of the system
 */
public record WaitStatus(int value) {
  private static final int STOPPED = 0x7f;

  boolean isStopped() {
    return (value & 0xff) == STOPPED;
  }

  int stopSignal() {
    return value >> 8 & 0xff;
  }

  /** The signal that ended the child, or 0. */
  public int signal() {
    return value & 0x7f;
  }

  /**
   * The exit code. If a signal ended the child, the code is 128 plus the number of the signal, as
   * in shells.
   */
  public int code() {
    return signal() == 0 ? value >> 8 & 0xff : 128 + signal();
  }
}

package io.github.basetenci.cli.posix;

import java.io.IOException;

/** Signals that were sent to a process and that the process has not received yet. */
public final class PendingSignals {
  private PendingSignals() {}

  /**
   * The pending signals of a process, as a mask in which signal N is bit N-1; 0 if the system does
   * not tell.
   */
  public static long of(int process) {
    try {
      return ProcessStatus.of(Integer.toString(process)).pending();
    } catch (IOException e) {
      return 0;
    }
  }
}

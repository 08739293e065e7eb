package io.github.basetenci.cli.posix;

import java.io.IOException;

/** Signals that wait until a process takes them. */
public final class PendingSignals {
  private PendingSignals() {}

  /**
   * Those of a process, as a mask in which signal N is bit N-1; 0 where the system does not tell.
   */
  public static long of(int process) {
    try {
      return ProcessStatus.of(Integer.toString(process)).pending();
    } catch (IOException e) {
      return 0;
    }
  }
}

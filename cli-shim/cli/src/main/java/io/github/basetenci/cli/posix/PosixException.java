package io.github.basetenci.cli.posix;

import java.io.IOException;

/** A system call failed. The message is the text of the system for the error. */
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int number;

  PosixException(int number, String reason) {
    super(reason);
    this.number = number;
  }

  /** Whether the output has no reader any more. */
  public boolean isBrokenPipe() {
    return number == Errno.EPIPE;
  }
}

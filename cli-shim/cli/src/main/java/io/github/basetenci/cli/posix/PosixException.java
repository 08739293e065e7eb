package io.github.basetenci.cli.posix;

import java.io.IOException;

/** A call of the system that failed; the message is what the system says. */
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int number;

  PosixException(int number, String reason) {
    super(reason);
    this.number = number;
  }

  /** Whether nobody is there any more to read what is written. */
  public boolean isBrokenPipe() {
    return number == Errno.EPIPE;
  }
}

package io.github.basetenci.cli.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * Signals that Java lets nobody handle. Their handler is a function of the C library that does one
 * thing: it sets the signal to be ignored. So whoever looks sees that one has come.
 */
public final class NativeHandlers {
  private final Libc libc;
  private final long handler;
  private final List<Integer> numbers = new ArrayList<>();

  public NativeHandlers(Libc libc) {
    this.libc = libc;
    this.handler = libc.address("sigignore");
  }

  /** Takes one over; a number that the C library keeps to itself is left to it. */
  public void add(int number) {
    if (libc.signal(number, handler) != -1) {
      numbers.add(number);
    }
  }

  /** Those that were added; signal N is bit N-1. */
  public long mask() {
    long mask = 0;
    for (int number : numbers) {
      mask |= 1L << (number - 1);
    }
    return mask;
  }

  /** Those that have come since the last call, once each. */
  public List<Integer> taken() {
    List<Integer> taken = new ArrayList<>();
    for (int number : numbers) {
      if (libc.signal(number, handler) == Libc.SIG_IGN) {
        taken.add(number);
      }
    }
    return taken;
  }
}

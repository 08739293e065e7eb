package io.github.basetenci.cli.posix;

import java.util.ArrayList;
import java.util.List;

/**
 * Handlers of signals that Java code cannot handle. The handler of such a signal is a function of
 * the C library that only sets the signal to be ignored. A signal that is ignored has therefore
 * arrived.
 */
public final class NativeHandlers {
  private final Libc libc;
  private final long handler;
  private final List<Integer> numbers = new ArrayList<>();

  public NativeHandlers(Libc libc) {
    this.libc = libc;
    this.handler = libc.address("sigignore");
  }

  /** Adds a signal. A signal that the C library uses itself is not added. */
  public void add(int number) {
    if (libc.signal(number, handler) != -1) {
      numbers.add(number);
    }
  }

  /** The mask of the added signals; signal N is bit N-1. */
  public long mask() {
    long mask = 0;
    for (int number : numbers) {
      mask |= 1L << (number - 1);
    }
    return mask;
  }

  /** The signals that have arrived since the last call, each of them once. */
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

package io.github.basetenci.cli.posix;

/**
 * A {@code sigset_t}. Signal N is bit N-1 of the first 64 bits, and Linux has no more than 64
 * signals.
 */
final class SignalSet implements AutoCloseable {
  /** The size of the structure in the C libraries of Linux. */
  private static final int SIZE = 128;

  private final Memory memory = Memory.of(SIZE);

  private SignalSet(long mask) {
    memory.int64(0, mask);
  }

  static SignalSet of(long mask) {
    return new SignalSet(mask);
  }

  long address() {
    return memory.address();
  }

  @Override
  public void close() {
    memory.close();
  }
}

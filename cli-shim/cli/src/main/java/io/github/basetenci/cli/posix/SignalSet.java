package io.github.basetenci.cli.posix;

/** A {@code sigset_t}: signal N is bit N-1 of the first 64, and Linux has no more. */
final class SignalSet implements AutoCloseable {
  /** As the C libraries of Linux have it. */
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

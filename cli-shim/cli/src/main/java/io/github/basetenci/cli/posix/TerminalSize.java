package io.github.basetenci.cli.posix;

/** The number of lines and columns of a terminal. */
final class TerminalSize {
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TIOCSWINSZ = 0x5414;
  private static final int SIZE = 8;
  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private TerminalSize() {}

  /**
   * Gives a terminal the size of another one.
   *
   * @param from a descriptor of a terminal; if it is no terminal, or a terminal without a size, the
   *     usual size is used
   */
  static void copy(Libc libc, int from, int to) {
    try (Memory size = Memory.of(SIZE)) {
      libc.call(libc.address("ioctl"), from, TIOCGWINSZ, size.address());
      if (size.int32(0) == 0) {
        size.int16(0, LINES);
        size.int16(2, COLUMNS);
      }
      libc.call(libc.address("ioctl"), to, TIOCSWINSZ, size.address());
    }
  }
}

package io.github.basetenci.cli.posix;

import java.nio.charset.StandardCharsets;

/**
 * A pseudo-terminal. A program uses its one side as its terminal; this process reads and writes on
 * the other side.
 */
public final class PseudoTerminal {
  private static final int LONGEST_NAME = 128;

  private final Libc libc;
  private final int master;
  private final String path;

  private PseudoTerminal(Libc libc, int master, String path) {
    this.libc = libc;
    this.master = master;
    this.path = path;
  }

  public static PseudoTerminal open(Libc libc) throws PosixException {
    int master =
        check(libc, libc.callChecked("posix_openpt", Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC));
    check(libc, libc.callChecked("grantpt", master));
    check(libc, libc.callChecked("unlockpt", master));
    try (Memory name = Memory.of(LONGEST_NAME)) {
      int error = libc.call(libc.address("ptsname_r"), master, name.address(), LONGEST_NAME);
      if (error != 0) {
        throw libc.error(error);
      }
      return new PseudoTerminal(
          libc, master, new String(Memory.textAt(name.address()), StandardCharsets.UTF_8));
    }
  }

  private static int check(Libc libc, int result) throws PosixException {
    if (result < 0) {
      throw libc.error(result);
    }
    return result;
  }

  /** The descriptor of the side of this process. */
  public int master() {
    return master;
  }

  /** The file of the side that a program uses as its terminal. */
  public String path() {
    return path;
  }

  /** The modes in which the terminal handles input and output. */
  public TerminalModes modes() {
    return TerminalModes.of(libc, master);
  }

  /** Gives the pseudo-terminal the size of a terminal, or the usual 80 columns and 24 lines. */
  public void sizeAs(int terminal) {
    TerminalSize.copy(libc, terminal, master);
  }
}

package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.DescriptorInputStream;
import io.github.basetenci.cli.posix.DescriptorOutputStream;
import io.github.basetenci.cli.posix.Inherited;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.cli.posix.PseudoTerminal;
import io.github.basetenci.cli.posix.TerminalModes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that {@code --tty} gives to a command. If our standard input is a terminal, what is
 * typed there goes to the command's terminal. The command inherits any other standard input.
 */
final class CommandTerminal {
  private final Libc libc;
  private final PseudoTerminal pseudo;
  private final boolean typing;

  /** Our own terminal, or -1. */
  private final int ours;

  private @Nullable TerminalModes before;

  private CommandTerminal(Libc libc, PseudoTerminal pseudo, boolean typing, int ours) {
    this.libc = libc;
    this.pseudo = pseudo;
    this.typing = typing;
    this.ours = ours;
  }

  static CommandTerminal open(Libc libc, Inherited inherited) throws PosixException {
    int ours = -1;
    for (int standard = 2; standard >= 0; standard--) {
      if (!inherited.closed().contains(standard) && libc.isTerminal(standard)) {
        ours = standard;
      }
    }
    CommandTerminal terminal =
        new CommandTerminal(libc, PseudoTerminal.open(libc), ours == 0, ours);
    terminal.followSize();
    TerminalModes modes =
        terminal.typing ? TerminalModes.of(libc, ours) : terminal.pseudo.modes().withPlainOutput();
    modes.applyTo(terminal.pseudo.master());
    return terminal;
  }

  int master() {
    return pseudo.master();
  }

  String path() {
    return pseudo.path();
  }

  /** Whether the command reads what is typed at our terminal. */
  boolean isTyping() {
    return typing;
  }

  /** Gives the command's terminal the size of our terminal, which may have changed. */
  void followSize() {
    pseudo.sizeAs(ours);
  }

  /** Passes every key that is typed to the command from now on, also Ctrl-C. */
  synchronized void begin() {
    if (!typing) {
      return;
    }
    takeOver();
    Thread thread = new Thread(this::type, "what is typed");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sets our terminal to raw mode, so that only the command's terminal applies modes to what is
   * typed.
   */
  synchronized void takeOver() {
    if (typing && before == null && libc.isForeground(ours)) {
      TerminalModes modes = TerminalModes.of(libc, ours);
      modes.raw().applyTo(ours);
      before = modes;
    }
  }

  /** Restores the modes of our terminal. */
  synchronized void giveBack() {
    TerminalModes modes = before;
    if (modes != null) {
      modes.applyTo(ours);
      before = null;
    }
  }

  private void type() {
    byte[] buffer = new byte[4096];
    // Neither stream is closed: the process ends, or the terminal is still used.
    DescriptorInputStream in = new DescriptorInputStream(libc, ours);
    DescriptorOutputStream out = new DescriptorOutputStream(libc, pseudo.master());
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Our terminal was closed, or no process has the command's terminal open any more.
      return;
    }
  }
}

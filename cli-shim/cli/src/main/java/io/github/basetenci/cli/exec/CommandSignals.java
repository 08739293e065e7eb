package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.Children;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Handles signals to this process while a command runs. The command gets the signal too. A signal
 * after the end of the command stops the wait for output.
 */
final class CommandSignals implements IntConsumer {
  private static final int HUP = 1;
  private static final int INT = 2;
  private static final int QUIT = 3;
  private static final int KILL = 9;
  private static final int TERM = 15;
  private static final int CONT = 18;
  private static final int WINCH = 28;

  private final Children children;
  private final int command;
  private final @Nullable Sentinel sentinel;
  private final @Nullable CommandTerminal terminal;
  private final ExecLimits limits;
  private final Runnable stopWaiting;
  private final CountDownLatch end = new CountDownLatch(1);
  private boolean killing;

  /**
   * @param sentinel tells which signals the whole process group got; null if the command is in
   *     another process group
   * @param terminal the command's own terminal, or null if it has none
   * @param stopWaiting ends the wait for output after the end of the command
   */
  CommandSignals(
      Children children,
      int command,
      @Nullable Sentinel sentinel,
      @Nullable CommandTerminal terminal,
      ExecLimits limits,
      Runnable stopWaiting) {
    this.children = children;
    this.command = command;
    this.sentinel = sentinel;
    this.terminal = terminal;
    this.limits = limits;
    this.stopWaiting = stopWaiting;
  }

  private static boolean asksForTheEnd(int signal) {
    return signal == HUP || signal == INT || signal == QUIT || signal == TERM;
  }

  @Override
  public synchronized void accept(int signal) {
    if (end.getCount() == 0) {
      if (asksForTheEnd(signal)) {
        stopWaiting.run();
      }
      return;
    }
    if (signal == WINCH && terminal != null) {
      // The command's terminal passes this signal on to the command.
      terminal.followSize();
    } else if (sentinel == null || !sentinel.groupGot(signal)) {
      children.kill(command, signal);
    }
    if (signal == CONT && terminal != null) {
      terminal.takeOver();
    }
    Duration grace = limits.killAfter();
    if (grace != null && asksForTheEnd(signal) && !killing) {
      killing = true;
      Thread killer = new Thread(() -> killAfter(grace), "kill after " + grace);
      killer.setDaemon(true);
      killer.start();
    }
  }

  private void killAfter(Duration grace) {
    try {
      if (!end.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        children.kill(command, KILL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that the command has ended. */
  void ended() {
    end.countDown();
  }
}

package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.Children;
import io.github.basetenci.cli.posix.Descriptors;
import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.PendingSignals;
import io.github.basetenci.cli.posix.PosixException;
import io.github.basetenci.cli.posix.Spawn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process of our group that does nothing and blocks every signal. If a signal to us is also
 * pending at this process, it was sent to the whole group, and the command has it already. So a
 * Ctrl-C of a terminal or a {@code kill -- -GROUP} reaches the command once and not twice.
 */
final class Sentinel implements AutoCloseable {
  private static final int KILL = 9;
  private static final byte[] SHELL = text("/bin/sh");

  /** The sentinel ends when we end, for any reason, because the pipe that it reads then ends. */
  private static final List<byte[]> LINE =
      List.of(
          text("sh"),
          text("-c"),
          text("read -r end # of baseten-ci exec: sees signals to the group"));

  private final Libc libc;
  private final Children children;

  /** The signals for which we have a handler, so that we are told of them. */
  private final long handled;

  private final int nothing;
  private int process;
  private int held = -1;

  /** Signals to the group that have not yet reached our handlers. */
  private long announced;

  /**
   * @param nothing a descriptor of /dev/null
   */
  Sentinel(Libc libc, Children children, long handled, int nothing) {
    this.libc = libc;
    this.children = children;
    this.handled = handled;
    this.nothing = nothing;
    replace();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a signal that we got was sent to the whole group. */
  boolean groupGot(int signal) {
    long bit = 1L << (signal - 1);
    if ((announced & bit) == 0) {
      long pending = process > 0 ? PendingSignals.of(process) & handled : 0;
      if ((pending & bit) == 0) {
        return false;
      }
      announced |= pending;
      replace();
    }
    announced &= ~bit;
    return true;
  }

  /**
   * Replaces the sentinel by a new process, because a pending signal cannot be removed from a
   * process.
   */
  private void replace() {
    final int oldProcess = process;
    final int oldHeld = held;
    try {
      int[] pipe = libc.pipe();
      process =
          children.start(
              () ->
                  new Spawn()
                      .duplicate(pipe[0], 0)
                      .duplicate(nothing, 1)
                      .duplicate(nothing, 2)
                      .signals(-1L, 0)
                      .start(libc, SHELL, LINE, List.of()));
      libc.close(pipe[0]);
      held = pipe[1];
    } catch (PosixException e) {
      process = 0;
      held = -1;
    }
    end(oldProcess, oldHeld);
  }

  private void end(int old, int pipe) {
    if (old > 0) {
      children.kill(old, KILL);
    }
    if (pipe >= 0) {
      new Descriptors(libc).close(List.of(pipe));
    }
  }

  @Override
  public void close() throws Exception {
    end(process, held);
    if (process > 0) {
      children.await(process);
    }
    process = 0;
    held = -1;
  }
}

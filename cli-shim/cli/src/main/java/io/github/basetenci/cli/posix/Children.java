package io.github.basetenci.cli.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all children of this process, including children that it never started. As process 1 of
 * a container, this process becomes the parent of every process whose parent has ended, and only
 * process 1 can remove their zombies.
 */
public final class Children implements Runnable {
  /** The offset of the process id in {@code siginfo_t}, on 64-bit systems. */
  private static final int PROCESS = 16;

  private static final int SIZE = 128;
  private static final int CHLD = 17;

  private final Libc libc;
  private final IntConsumer stopped;
  private final Map<Integer, @Nullable Integer> known = new HashMap<>();

  /**
   * @param stopped gets the signal when a child that {@link #start} started has stopped
   */
  public Children(Libc libc, IntConsumer stopped) {
    this.libc = libc;
    this.stopped = stopped;
    // If this signal is ignored, the system does not report the end of a child. The parent of this
    // process may have ignored it.
    libc.signal(CHLD, Libc.SIG_DFL);
  }

  /** Starts a child. The child is registered before its end can be noticed. */
  public synchronized int start(IntSupplier spawn) {
    int process = spawn.getAsInt();
    if (process > 0) {
      known.put(process, null);
      if (known.size() == 1) {
        Thread thread = new Thread(this, "children");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return process;
  }

  /**
   * Sends a signal, unless the child has ended, because another process may have its number by now.
   */
  public synchronized void kill(int process, int signal) {
    if (known.containsKey(process) && known.get(process) == null) {
      libc.kill(process, signal);
    }
  }

  /** Waits for the end of a child that {@link #start} started. */
  public synchronized WaitStatus await(int process) throws InterruptedException {
    while (true) {
      Integer status = known.get(process);
      if (status != null) {
        return new WaitStatus(status);
      }
      wait();
    }
  }

  @Override
  public void run() {
    try (Memory information = Memory.of(SIZE);
        Memory status = Memory.of(8)) {
      while (true) {
        int result = libc.awaitAnyChild(information);
        if (result == -Errno.EINTR) {
          continue;
        }
        if (result < 0) {
          return;
        }
        take(information.int32(PROCESS), status);
      }
    }
  }

  /**
   * Records what became of a child. It holds the lock, so that {@link #kill} never sends a signal
   * to a number that another process may have taken.
   */
  private void take(int process, Memory status) {
    WaitStatus now;
    synchronized (this) {
      if (libc.waitpid(process, status, Libc.WUNTRACED | Libc.WNOHANG) <= 0) {
        return;
      }
      now = new WaitStatus(status.int32(0));
      if (!known.containsKey(process)) {
        return;
      }
      if (!now.isStopped()) {
        known.put(process, now.value());
        notifyAll();
        return;
      }
    }
    stopped.accept(now.stopSignal());
  }
}

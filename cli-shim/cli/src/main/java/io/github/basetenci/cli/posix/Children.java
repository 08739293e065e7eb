package io.github.basetenci.cli.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all children of this process, also those that it never started: as process 1 of a
 * container it gets every process whose parent has ended, and nobody else can end their zombies.
 */
public final class Children implements Runnable {
  /** Where {@code siginfo_t} has the process id, on 64-bit systems. */
  private static final int PROCESS = 16;

  private static final int SIZE = 128;
  private static final int CHLD = 17;

  private final Libc libc;
  private final IntConsumer stopped;
  private final Map<Integer, @Nullable Integer> known = new HashMap<>();

  /**
   * @param stopped is told the signal when a child that is waited for has stopped
   */
  public Children(Libc libc, IntConsumer stopped) {
    this.libc = libc;
    this.stopped = stopped;
    // Of a child's end nobody is told where this is ignored, as it was for us if our parent did.
    libc.signal(CHLD, Libc.SIG_DFL);
  }

  /** Starts one, and knows it before it can end. */
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

  /** Sends a signal, unless the child has ended: its number may be another's by now. */
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

  /** With the lock, so that a signal never goes to a number that has become free meanwhile. */
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

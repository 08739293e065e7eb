package io.github.basetenci.cli.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the children that were started with system calls, for each in a thread of its own, and
 * lets {@link AdoptedProcesses} take the zombies that nobody waits for. The children that Java has
 * started are left to Java.
 */
public final class Children {
  private static final int CHLD = 17;

  private final Libc libc;
  private final IntConsumer stopped;
  private final Map<Integer, @Nullable Integer> known = new HashMap<>();

  /** Held while a stop is handled, so that two children that stop together stop us once. */
  private final Object stops = new Object();

  private boolean looksForAdopted;

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
      inBackground("child " + process, () -> follow(process));
      if (!looksForAdopted) {
        looksForAdopted = true;
        inBackground("adopted processes", new AdoptedProcesses(libc, this::isRunning));
      }
    }
    return process;
  }

  private static void inBackground(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends a signal, unless the child has ended, because another process may have its number by now.
   */
  public synchronized void kill(int process, int signal) {
    if (isRunning(process)) {
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

  /** Whether {@link #start} started the process, and its end was not noticed yet. */
  private synchronized boolean isRunning(int process) {
    return known.containsKey(process) && known.get(process) == null;
  }

  /** Notices the stops and the end of a child. */
  private void follow(int process) {
    try (Memory status = Memory.of(8)) {
      while (isRunning(process)) {
        int result = libc.awaitChild(process);
        if (result < 0 && result != -Errno.EINTR) {
          return;
        }
        synchronized (stops) {
          take(process, status);
        }
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
      if (!now.isStopped()) {
        known.put(process, now.value());
        notifyAll();
        return;
      }
    }
    stopped.accept(now.stopSignal());
  }
}

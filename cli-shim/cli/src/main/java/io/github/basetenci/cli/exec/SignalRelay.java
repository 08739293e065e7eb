package io.github.basetenci.cli.exec;

import io.github.basetenci.cli.posix.Libc;
import io.github.basetenci.cli.posix.NativeHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Keeps every signal that can be handled from ending this process, and passes each signal on to a
 * given receiver. A signal that was ignored when this process was started stays ignored.
 */
@SuppressWarnings("sunapi")
final class SignalRelay implements SignalHandler, Runnable {
  /**
   * The longest delay, in milliseconds, of signals for which Java allows no handler; such signals
   * are rare.
   */
  private static final long POLL_MILLIS = 20;

  /**
   * All signals that a person or a program sends on purpose, in the order of their numbers. The
   * list leaves out those that the JVM itself needs (SEGV, BUS, FPE, ILL, PIPE), and CHLD, which
   * our own children cause.
   */
  static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "TRAP", "ABRT", "USR1", "USR2", "ALRM", "TERM", "STKFLT", "CONT",
          "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR",
          "SYS");

  /** The JVM uses QUIT for a dump of its threads, and USR2 to suspend threads. */
  private static final List<Integer> OF_THE_JVM = List.of(3, 12);

  private static final int FIRST_REAL_TIME = 34;
  private static final int LAST = 64;

  private final Libc libc;
  private final long ignored;
  private final NativeHandlers natives;
  private final Map<Integer, Signal> signals = new HashMap<>();
  private final List<Integer> kept = new ArrayList<>();
  private long handled;
  private boolean stopped;
  private @Nullable IntConsumer receiver;

  /**
   * @param ignored the signals that were ignored from the start; signal N is bit N-1
   */
  SignalRelay(Libc libc, long ignored) {
    this.libc = libc;
    this.ignored = ignored;
    this.natives = new NativeHandlers(libc);
    // Until there is something to protect, these signals act as in any program. A dump of threads
    // is of no use to a job.
    for (int number : OF_THE_JVM) {
      libc.signal(number, isIgnored(number) ? Libc.SIG_IGN : Libc.SIG_DFL);
    }
  }

  private boolean isIgnored(int number) {
    return (ignored >>> (number - 1) & 1) != 0;
  }

  /** Keeps signals from now on. */
  synchronized void hold() {
    for (String name : NAMES) {
      Signal signal;
      try {
        signal = new Signal(name);
      } catch (IllegalArgumentException e) {
        // This kind of processor has no such signal.
        continue;
      }
      if (!isIgnored(signal.getNumber())) {
        signals.put(signal.getNumber(), signal);
        takeOver(signal);
      }
    }
    for (int number = FIRST_REAL_TIME; number <= LAST; number++) {
      if (!isIgnored(number)) {
        natives.add(number);
      }
    }
    for (int number : signals.keySet()) {
      handled |= 1L << (number - 1);
    }
    handled |= natives.mask();
    Thread poll = new Thread(this, "signals that the JVM hides");
    poll.setDaemon(true);
    poll.start();
  }

  /** The signals that are kept or passed on; signal N is bit N-1. */
  synchronized long handled() {
    return handled;
  }

  /**
   * Takes a signal over. This is repeated after the system's default handling has replaced ours.
   */
  private void takeOver(Signal signal) {
    int number = signal.getNumber();
    try {
      Signal.handle(signal, this);
    } catch (IllegalArgumentException e) {
      // The JVM uses this signal itself, or a JVM option reserves it.
      natives.add(number);
    }
  }

  /** Passes signals on to this receiver from now on, first the kept ones. */
  synchronized void passOnTo(IntConsumer next) {
    receiver = next;
    for (int number : kept) {
      next.accept(number);
    }
    kept.clear();
  }

  @Override
  public void handle(Signal received) {
    receive(received.getNumber());
  }

  private synchronized void receive(int number) {
    IntConsumer next = receiver;
    if (next != null) {
      next.accept(number);
    } else if (!stopped) {
      kept.add(number);
    }
  }

  @Override
  public synchronized void run() {
    try {
      while (!stopped) {
        wait(POLL_MILLIS);
        for (int number : natives.taken()) {
          receive(number);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stops this process by the signal that stopped the command. It returns when this process
   * continues.
   */
  void stopBy(int number) {
    Signal signal;
    synchronized (this) {
      signal = signals.get(number);
      if (signal != null) {
        libc.signal(number, Libc.SIG_DFL);
      }
    }
    libc.unblock(number);
    libc.raise(number);
    if (signal != null) {
      takeOver(signal);
    }
  }

  /** Ends the search for signals. Later signals still do not end this process. */
  synchronized void stop() {
    stopped = true;
    receiver = null;
  }
}

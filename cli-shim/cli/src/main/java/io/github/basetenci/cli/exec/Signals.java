package io.github.basetenci.cli.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Keeps TERM, INT and HUP from ending this process, and passes them on to the command, so that the
 * login ends after the command has ended.
 */
@SuppressWarnings("sunapi")
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private record Previous(Signal signal, SignalHandler handler) {}

  private final List<Previous> previous = new ArrayList<>();
  private final List<String> early = new ArrayList<>();
  private @Nullable Process process;
  private Duration killAfter = Duration.ZERO;

  private Signals() {}

  /** From now on these signals are held back, until {@link #passOnTo} names who gets them. */
  static Signals hold() {
    Signals signals = new Signals();
    for (String name : NAMES) {
      try {
        Signal signal = new Signal(name);
        signals.previous.add(
            new Previous(signal, Signal.handle(signal, received -> signals.receive(name))));
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM was told to leave it alone.
      }
    }
    return signals;
  }

  synchronized void passOnTo(Process child, Duration grace) {
    process = child;
    killAfter = grace;
    early.forEach(name -> passOn(child, name));
  }

  private synchronized void receive(String name) {
    Process child = process;
    if (child == null) {
      early.add(name);
    } else {
      passOn(child, name);
    }
  }

  private void passOn(Process child, String name) {
    if (!name.equals("INT") || !terminalSendsIt()) {
      send(child, name);
    }
    Thread killer = new Thread(() -> killLater(child), "kill after " + name);
    killer.setDaemon(true);
    killer.start();
  }

  private void killLater(Process child) {
    try {
      if (!child.waitFor(killAfter.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Java itself can send TERM and KILL only. */
  private static void send(Process child, String name) {
    if (name.equals("TERM") || !Files.exists(Path.of("/bin/sh"))) {
      child.destroy();
      return;
    }
    try {
      new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, Long.toString(child.pid()))
          .start();
    } catch (IOException e) {
      child.destroy();
    }
  }

  /**
   * Whether a Ctrl-C of the terminal reaches the command without us: it goes to every process of
   * the foreground group. The fields are those of proc(5): pgrp, session, tty_nr, tpgid.
   */
  private static boolean terminalSendsIt() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return !fields[4].equals("0") && fields[5].equals(fields[2]);
    } catch (IOException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  @Override
  public void close() {
    previous.forEach(each -> Signal.handle(each.signal(), each.handler()));
  }
}

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
final class JavaSignals implements AutoCloseable {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private record Previous(Signal signal, SignalHandler handler) {}

  private final List<Previous> previous = new ArrayList<>();
  private final List<String> early = new ArrayList<>();
  private @Nullable Process process;
  private @Nullable Duration killAfter;

  private JavaSignals() {}

  /**
   * Holds these signals back from now on, until {@link #passOnTo} names the process that gets them.
   */
  static JavaSignals hold() {
    JavaSignals signals = new JavaSignals();
    for (String name : NAMES) {
      try {
        Signal signal = new Signal(name);
        signals.previous.add(
            new Previous(signal, Signal.handle(signal, received -> signals.receive(name))));
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or a JVM option reserves it.
      }
    }
    return signals;
  }

  synchronized void passOnTo(Process child, @Nullable Duration grace) {
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
    Duration grace = killAfter;
    if (grace != null) {
      Thread killer = new Thread(() -> killLater(child, grace), "kill after " + name);
      killer.setDaemon(true);
      killer.start();
    }
  }

  private static void killLater(Process child, Duration grace) {
    try {
      if (!child.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Java itself can send only TERM and KILL. This method uses the process handle, because {@code
   * Process.destroy} also closes the command's streams and loses its last output.
   */
  private static void send(Process child, String name) {
    if (name.equals("TERM") || !Files.exists(Path.of("/bin/sh"))) {
      child.toHandle().destroy();
      return;
    }
    try {
      new ProcessBuilder(
              "/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, Long.toString(child.pid()))
          .start();
    } catch (IOException e) {
      child.toHandle().destroy();
    }
  }

  /**
   * Whether a Ctrl-C of the terminal reaches the command without us, because the terminal sends it
   * to every process of the foreground group. The fields come from proc(5): pgrp, session, tty_nr,
   * tpgid.
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

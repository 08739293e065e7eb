package io.github.basetenci.cli.exec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Holds signals back while something exists that must not become a leftover. Signals that came in
 * this time have their usual effect afterwards.
 */
@SuppressWarnings("sunapi")
final class BriefHold implements AutoCloseable, SignalHandler {
  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
  private final List<Signal> came = new ArrayList<>();

  private BriefHold() {}

  static BriefHold begin() {
    BriefHold hold = new BriefHold();
    for (String name : SignalRelay.NAMES) {
      try {
        Signal signal = new Signal(name);
        hold.before.put(signal, Signal.handle(signal, hold));
      } catch (IllegalArgumentException e) {
        // This system has no such signal, or the JVM reserves it.
        continue;
      }
    }
    return hold;
  }

  @Override
  public synchronized void handle(Signal signal) {
    came.add(signal);
  }

  @Override
  public synchronized void close() {
    for (Map.Entry<Signal, SignalHandler> each : before.entrySet()) {
      Signal.handle(each.getKey(), each.getValue());
    }
    for (Signal signal : came) {
      Signal.raise(signal);
    }
  }
}

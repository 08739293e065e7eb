package io.github.basetenci.cli.fleet;

import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.TargetProgress.Step;
import io.github.basetenci.shim.command.Session;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a long run has come: on a terminal a bar that is drawn again, elsewhere a line a
 * minute.
 */
final class FleetProgress {
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int WIDTH = 20;

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final int targets;
  private final Instant begun;
  private final Map<String, Integer> written = new HashMap<>();
  private @Nullable Instant last;
  private String newest = "nothing has changed yet";
  private boolean drawn;

  /**
   * @param terminal whether somebody watches
   * @param targets how many targets will be written
   */
  FleetProgress(PrintStream out, boolean terminal, InstantSource clock, int targets) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.targets = targets;
    this.begun = clock.instant();
  }

  /** Shows the progress of this command on standard error. */
  static FleetProgress of(Session session, int targets) {
    return new FleetProgress(
        session.host().stderr(), session.prompt() != null, session.host().clock(), targets);
  }

  /** A rotation has written something. */
  void reached(String id, RotationRecord record) {
    reached(id, record.count(Step.WRITTEN), record.state().name());
  }

  synchronized void reached(String id, int targetsWritten, String state) {
    written.put(id, targetsWritten);
    newest = id + " is " + state;
    show(terminal ? REDRAW : MINUTE);
  }

  /** A line also while nothing happens, for example while a limit of GitHub is waited for. */
  synchronized void tick() {
    show(MINUTE);
  }

  private void show(Duration pause) {
    Instant now = clock.instant();
    Instant before = last == null ? begun : last;
    if (Duration.between(before, now).compareTo(pause) < 0) {
      return;
    }
    last = now;
    String line = line(now);
    if (terminal) {
      out.print("\r\u001b[K" + line);
      drawn = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Takes the bar away. */
  synchronized void end() {
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private String line(Instant now) {
    int done = Math.min(targets, written.values().stream().mapToInt(Integer::intValue).sum());
    int filled = targets == 0 ? WIDTH : done * WIDTH / targets;
    long seconds = Math.max(1, Duration.between(begun, now).toSeconds());
    return (terminal ? "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " : "")
        + done
        + " of "
        + Counted.of(targets, "target")
        + ", "
        + done * 60L / seconds
        + " a minute; "
        + newest;
  }
}

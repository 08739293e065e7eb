package io.github.basetenci.cli.fleet;

import io.github.basetenci.managed.RotationEvent;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.shim.command.Session;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What happens while rotations run. Several threads tell it. */
final class ApplyEvents implements Consumer<RotationEvent<String>> {
  private static final long LOOK_SECONDS = 10;

  private final Session session;
  private final FleetKeys keys;
  private final Map<String, RotationEvent.Ended<String>> ended = new TreeMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress of a fleet");
            thread.setDaemon(true);
            return thread;
          });
  private volatile FleetProgress progress;

  ApplyEvents(Session session, FleetKeys keys) {
    this.session = session;
    this.keys = keys;
    this.progress = FleetProgress.of(session, 0);
  }

  /** Counts anew, because it is known now how much there is to do. */
  void expect(int targets) {
    progress = FleetProgress.of(session, targets);
    ticker.scheduleWithFixedDelay(
        () -> progress.tick(), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void accept(RotationEvent<String> event) {
    if (event instanceof RotationEvent.Reached<String> reached) {
      keys.reached(reached.id(), reached.record());
      progress.reached(reached.id(), reached.record());
    } else if (event instanceof RotationEvent.Ended<String> end) {
      synchronized (ended) {
        ended.put(end.id(), end);
      }
    } else if (event instanceof RotationEvent.Warned<String> warned) {
      progress.end();
      session.output().warn((warned.id() == null ? "" : warned.id() + ": ") + warned.sentence());
    } else if (event instanceof RotationEvent.Failed<String> failed) {
      session.output().debug(failed.what() + ": " + failed.failure().getClass().getName());
    }
  }

  /** The rotations that came to their end, by the id of the key. */
  Map<String, RotationEvent.Ended<String>> ended() {
    synchronized (ended) {
      return new TreeMap<>(ended);
    }
  }

  /** Whether a rotation of the key came to its end with the old key. */
  static boolean wentBack(RotationEvent.Ended<String> ended) {
    return ended.past().outcome() == RotationState.ROLLED_BACK;
  }

  void end() {
    ticker.shutdownNow();
    progress.end();
  }
}

package io.github.basetenci.sandbox;

import io.github.basetenci.sandbox.Workspace.Key;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When keys were used, and what the key list says about it. */
final class KeyUses {
  /** At most this many uses of a key are kept; older ones are dropped. */
  private static final int MOST_USES = 1000;

  private final Clock clock;
  private final Map<Key, Deque<Instant>> uses = new HashMap<>();
  private final Map<String, Instant> fixed = new HashMap<>();
  private LastUseReports reports = LastUseReports.PROMPT;

  KeyUses(Clock clock) {
    this.clock = clock;
  }

  void use(Key key) {
    Deque<Instant> times = uses.computeIfAbsent(key, none -> new ArrayDeque<>());
    times.addLast(clock.instant());
    if (times.size() > MOST_USES) {
      times.removeFirst();
    }
  }

  void report(LastUseReports how) {
    reports = how;
  }

  /** Reports this time for a key, whatever its uses are; null ends that. */
  void report(String prefix, @Nullable Instant time) {
    if (time == null) {
      fixed.remove(prefix);
    } else {
      fixed.put(prefix, time);
    }
  }

  /** Whether the list mentions last uses. */
  boolean areReported() {
    return reports.kind() != LastUseReports.Kind.ABSENT;
  }

  /** The last use that the list shows. */
  @Nullable Instant reported(Key key) {
    if (reports.kind() != LastUseReports.Kind.TIME) {
      return null;
    }
    Instant given = fixed.get(key.prefix());
    if (given != null) {
      return given;
    }
    Instant latest = clock.instant().minus(reports.lag());
    Iterator<Instant> newestFirst = uses.getOrDefault(key, new ArrayDeque<>()).descendingIterator();
    while (newestFirst.hasNext()) {
      Instant use = newestFirst.next();
      if (!use.isAfter(latest)) {
        return use;
      }
    }
    return null;
  }
}

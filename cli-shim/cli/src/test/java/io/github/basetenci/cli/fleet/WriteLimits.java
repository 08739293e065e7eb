package io.github.basetenci.cli.fleet;

import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.targets.github.FakeGitHub.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Counts by the clock of a test what GitHub limits: in general 80 requests that write in a minute
 * and 500 in an hour, and 5,000 requests in an hour. It refuses as GitHub does what is too much for
 * an hour, and else nothing, so that too many are seen.
 */
final class WriteLimits implements Rule {
  static final int WRITES_A_MINUTE = 80;
  static final int WRITES_AN_HOUR = 500;
  static final int REQUESTS_AN_HOUR = 5000;

  private final VirtualTime time;
  private final Window minute = new Window(60);
  private final Window hour = new Window(3600);
  private final Window requests = new Window(3600);
  private int writes;
  private int refusals;
  private int early;
  private long refused;
  private long pausedUntil;

  WriteLimits(VirtualTime time) {
    this.time = time;
  }

  @Override
  public synchronized @Nullable Reply reply(String request) {
    time.happened();
    long now = time.seconds();
    requests.add(now);
    early += now > refused + 1 && now < pausedUntil ? 1 : 0;
    if (!request.startsWith("PUT")) {
      return null;
    }
    minute.add(now);
    long left = hour.secondsUntilLess(now, WRITES_AN_HOUR);
    if (left > 0) {
      refusals++;
      refused = now;
      pausedUntil = now + Math.max(left, 60);
      return Reply.of(403, "You have exceeded a secondary rate limit.")
          .with("Retry-After", Long.toString(pausedUntil - now));
    }
    writes++;
    hour.add(now);
    return null;
  }

  /** The next requests come from a process that has not been told to wait. */
  synchronized void forget() {
    pausedUntil = 0;
  }

  /** How many writes were refused. */
  synchronized int refusals() {
    return refusals;
  }

  /** How many requests came while all had to wait. */
  synchronized int early() {
    return early;
  }

  /** All writes that were not refused. */
  synchronized int writes() {
    return writes;
  }

  synchronized int mostWritesInAMinute() {
    return minute.most;
  }

  synchronized int mostWritesInAnHour() {
    return hour.most;
  }

  synchronized int mostRequestsInAnHour() {
    return requests.most;
  }

  /** How much there was in any span of so many seconds. */
  private static final class Window {
    private final int seconds;
    private final Deque<Long> times = new ArrayDeque<>();
    private int most;

    Window(int seconds) {
      this.seconds = seconds;
    }

    /** How long it takes until there is room for one more; zero if there is. */
    long secondsUntilLess(long now, int atMost) {
      times.removeIf(at -> at <= now - seconds);
      return times.size() < atMost ? 0 : times.getFirst() + seconds - now;
    }

    void add(long now) {
      times.removeIf(at -> at <= now - seconds);
      times.add(now);
      most = Math.max(most, times.size());
    }
  }
}

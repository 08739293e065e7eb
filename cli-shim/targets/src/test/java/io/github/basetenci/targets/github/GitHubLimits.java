package io.github.basetenci.targets.github;

import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.targets.github.FakeGitHub.Rule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Both limits of GitHub, enforced by the clock of a test. */
final class GitHubLimits implements Rule {
  private static final int HOUR = 3600;
  private static final int WRITES_A_MINUTE = 80;

  private final LongSupplier seconds;
  private final int requestsAnHour;
  private final Deque<Long> writes = new ArrayDeque<>();
  private long hour;
  private int requests;
  private int refusals;

  GitHubLimits(LongSupplier seconds, int requestsAnHour) {
    this.seconds = seconds;
    this.requestsAnHour = requestsAnHour;
  }

  /** How many requests were refused. */
  synchronized int refusals() {
    return refusals;
  }

  @Override
  public synchronized Reply reply(String request) {
    long now = seconds.getAsLong();
    if (now / HOUR != hour) {
      hour = now / HOUR;
      requests = 0;
    }
    if (++requests > requestsAnHour) {
      refusals++;
      long left = (hour + 1) * HOUR - now;
      return Reply.of(403, "API rate limit exceeded for user ID 1.")
          .with("X-RateLimit-Remaining", "0")
          .with("X-RateLimit-Reset", "" + (System.currentTimeMillis() / 1000 + left));
    }
    if (request.startsWith("PUT")) {
      writes.removeIf(at -> at <= now - 60);
      if (writes.size() >= WRITES_A_MINUTE) {
        refusals++;
        return Reply.of(403, "You have exceeded a secondary rate limit.").with("Retry-After", "60");
      }
      writes.add(now);
    }
    return null;
  }
}

package io.github.basetenci.targets.github;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ForeignToken;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A fake GitHub, clients of it, and a clock that only waiting moves on. */
final class GitHubWorld implements AutoCloseable {
  final FakeGitHub github = new FakeGitHub();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  GitHubWorld() throws IOException {}

  GitHubSecrets secrets() throws Exception {
    return secrets(FakeGitHub.TOKEN, Duration.ofHours(2));
  }

  GitHubSecrets secrets(String token, Duration total) throws Exception {
    GitHubApi api =
        new GitHubApi(
            TestHttp.transport(),
            GitHubUrl.parse(github.url()),
            ForeignToken.of(token),
            Deadline.after(total, nanos::get),
            this::sleep,
            nanos::get);
    return new GitHubSecrets(api, new SecureRandom());
  }

  /** Threads that wait at the same time move the clock on to the end of the longest wait. */
  void sleep(Duration time) {
    waits.add(time);
    long end = nanos.get() + time.toNanos();
    nanos.accumulateAndGet(end, Math::max);
  }

  /** Seconds since the start. */
  long seconds() {
    return Duration.ofNanos(nanos.get()).toSeconds();
  }

  @Override
  public void close() {
    github.close();
  }
}

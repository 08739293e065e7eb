package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many threads wait for their turn to write when GitHub tells one of them to wait a minute. */
class WritesAfterPauseTest {
  private static final int AT_ONCE = 15;
  private static final int THREADS = 40;
  private static final String SECRETS = "/repos/acme/web/actions/secrets";

  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch waiting = new CountDownLatch(THREADS);
  private final CountDownLatch limited = new CountDownLatch(1);
  private final CountDownLatch paused = new CountDownLatch(THREADS + 1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Long> waits = new CopyOnWriteArrayList<>();
  @Fixture private FakeGitHub github;

  @Test
  void theyAreNotSentAtOnceAtTheEndOfThePause() throws Exception {
    ApiKey key = ApiKey.of("newkey01.NotARealSecretNotARealSecret0001");
    SecretAddress address = SecretAddress.parse("github:acme/web/KEY");
    github.hold(SECRETS, "KEY", "old");
    GitHubSecrets secrets = secrets();
    for (int i = 0; i < AT_ONCE; i++) {
      secrets.write(address, key);
    }
    AtomicBoolean limits = new AtomicBoolean(true);
    github.rule(
        request ->
            request.startsWith("GET") && limits.getAndSet(false)
                ? Reply.of(403, "You have exceeded a secondary rate limit.")
                    .with("Retry-After", "60")
                : null);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        writes.add(
            threads.submit(
                () -> {
                  secrets.write(address, key);
                  return null;
                }));
      }
      waiting.await();
      secrets.read(address);
      for (Future<?> write : writes) {
        Await.result("a write", write);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(waits).hasSize(THREADS - AT_ONCE);
  }

  private GitHubSecrets secrets() throws Exception {
    return new GitHubSecrets(
        new GitHubApi(
            TestHttp.transport(),
            GitHubUrl.parse(github.url()),
            ForeignToken.of(FakeGitHub.TOKEN),
            Deadline.after(Duration.ofHours(2), nanos::get),
            this::sleep,
            nanos::get),
        new SecureRandom());
  }

  /** Turns come while the pause begins; its end comes when all wait for it. */
  private void sleep(Duration time) throws InterruptedException {
    if (over.getCount() == 0) {
      waits.add(time.toSeconds());
    } else if (time.toSeconds() < 60) {
      waiting.countDown();
      limited.await();
    } else {
      limited.countDown();
      paused.countDown();
      paused.await();
      nanos.accumulateAndGet(time.toNanos(), Math::max);
      over.countDown();
    }
  }
}

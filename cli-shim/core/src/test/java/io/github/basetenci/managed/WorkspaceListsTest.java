package io.github.basetenci.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.KeyList;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkspaceListsTest {
  private static final Workspace ACME = new Workspace("https://app.baseten.co", "minting");

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final WorkspaceLists lists = new WorkspaceLists(() -> now);
  private final AtomicInteger requests = new AtomicInteger();

  private KeyList answer() {
    requests.incrementAndGet();
    return new KeyList(List.of(), null);
  }

  @Test
  void whoAsksWhileAListIsUnderWaySharesTheNextOne() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> asked = new ArrayList<>();
      asked.add(
          threads.submit(
              () ->
                  lists.fresh(
                      ACME,
                      "minter",
                      () -> {
                        sent.countDown();
                        await(answered);
                        return answer();
                      })));
      sent.await();
      for (int other = 0; other < 3; other++) {
        asked.add(threads.submit(() -> lists.fresh(ACME, "minter", this::answer)));
      }
      Await.until("all wait", () -> lists.asked(ACME, "minter") == 4);
      answered.countDown();
      for (Future<?> each : asked) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    // Those who waited cannot use the first list, which was requested before they asked.
    assertThat(requests).hasValue(2);
  }

  @Test
  void aListIsNeverSharedWithWhoAsksLater() throws Exception {
    lists.fresh(ACME, "minter", this::answer);
    lists.fresh(ACME, "minter", this::answer);

    assertThat(requests).hasValue(2);
  }

  @Test
  void aFailureAnswersForNobody() throws Exception {
    assertThatThrownBy(
            () ->
                lists.fresh(
                    ACME,
                    "minter",
                    () -> {
                      throw TransportException.notSent("no answer", new IllegalStateException());
                    }))
        .hasMessage("no answer");

    lists.fresh(ACME, "minter", this::answer);
    assertThat(requests).hasValue(1);
  }

  @Test
  void aListIsRecentForAMinute() throws Exception {
    assertThat(lists.recent(ACME)).isEmpty();
    lists.fresh(ACME, "minter", this::answer);
    now = now.plus(Duration.ofSeconds(60));
    assertThat(lists.recent(ACME)).isPresent();
    now = now.plus(Duration.ofSeconds(1));
    assertThat(lists.recent(ACME)).isEmpty();
    now = now.minus(Duration.ofHours(1));
    assertThat(lists.recent(ACME)).as("a clock that was set back").isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.github.basetenci.rotation;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.testing.Await;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Targets that count how many of them are written at the same time. */
final class Crowd {
  final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicBoolean first = new AtomicBoolean(true);

  Target member(int number) {
    return new FixedTarget("member-" + number) {
      @Override
      public void write(ApiKey key, String expectedPrefix) throws InterruptedException {
        int inside = now.incrementAndGet();
        most.accumulateAndGet(inside, Math::max);
        if (first.getAndSet(false)) {
          Await.until("a second target beside the first", () -> most.get() > 1);
        }
        // Long enough that the others would come, were they let in.
        Thread.sleep(5);
        now.decrementAndGet();
      }
    };
  }
}

package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final Throttle throttle = new Throttle(nanos::get);

  @Test
  void aFewWritesLeaveAtOnceAndThenOneASecond() {
    for (int i = 0; i < 15; i++) {
      assertThat(throttle.reserveWrite()).isZero();
    }
    for (int i = 1; i <= 100; i++) {
      assertThat(throttle.reserveWrite()).isEqualTo(Duration.ofSeconds(i));
    }
  }

  @Test
  void aMinuteNeverSeesMoreWritesThanGitHubTakes() {
    int writes = 0;
    while (throttle.reserveWrite().compareTo(Duration.ofSeconds(60)) < 0) {
      writes++;
    }
    assertThat(writes).isBetween(60, 80);
  }

  @Test
  void writesThatComeSlowlyEnoughDoNotWait() {
    for (int i = 0; i < 200; i++) {
      assertThat(throttle.reserveWrite()).isZero();
      pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void aPauseHoldsUntilItsEndAndAShorterOneDoesNotShortenIt() {
    throttle.pause(Duration.ofSeconds(60));
    throttle.pause(Duration.ofSeconds(10));
    assertThat(throttle.pauseLeft()).isEqualTo(Duration.ofSeconds(60));
    pass(Duration.ofSeconds(59));
    assertThat(throttle.pauseLeft()).isEqualTo(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(throttle.pauseLeft()).isZero();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}

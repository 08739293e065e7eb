package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void theRestShrinksToZeroAndNoFurtherAlsoWhenTheTickerWrapsAround() {
    Deadline deadline = Deadline.after(Duration.ofNanos(10), nanos::get);

    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(10));
    nanos.addAndGet(9);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(1));
    assertThat(deadline.isExpired()).isFalse();
    nanos.addAndGet(100);
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.isExpired()).isTrue();
  }

  @Test
  void aDeadlineWithoutTimeIsAMistake() {
    assertThatThrownBy(() -> Deadline.after(Duration.ZERO, nanos::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

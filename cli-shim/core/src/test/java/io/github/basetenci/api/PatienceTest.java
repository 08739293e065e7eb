package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.http.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration HALF = Duration.ofMillis(500);
  private static final Duration ONE = Duration.ofSeconds(1);
  private static final Duration TWO = Duration.ofSeconds(2);

  private final List<Duration> waits = new ArrayList<>();
  private long nanos = 7;

  private void sleep(Duration time) {
    waits.add(time);
    nanos += time.toNanos();
  }

  private Patience within(Duration total) {
    return new Patience(Deadline.after(total, () -> nanos), this::sleep);
  }

  @Test
  void theWaitsDoubleAndEnd() throws Exception {
    Patience patience = within(Duration.ofHours(1));

    assertThat(List.of(patience.again(), patience.again(), patience.again())).containsOnly(true);
    assertThat(patience.again()).isFalse();
    assertThat(waits).containsExactly(HALF, ONE, TWO);
  }

  @Test
  void noWaitBeginsThatWouldLastBeyondTheDeadline() throws Exception {
    Patience patience = within(Duration.ofMillis(1500));

    assertThat(patience.again()).isTrue();
    assertThat(patience.again()).isFalse();
    assertThat(waits).containsExactly(HALF);
  }

  @Test
  void theServerMayAskForAnotherTimeWithinTheDeadline() throws Exception {
    Patience patience = within(Duration.ofSeconds(10));

    assertThat(patience.again(Duration.ofSeconds(7))).isTrue();
    assertThat(patience.again(Duration.ofSeconds(7))).isFalse();
    assertThat(patience.again()).isTrue();
    assertThat(waits).containsExactly(Duration.ofSeconds(7), ONE);
  }

  @Test
  void withoutADeadlineTheGivenWaitsAloneCount() throws Exception {
    Patience patience = new Patience(List.of(TWO), this::sleep);

    assertThat(patience.again()).isTrue();
    assertThat(patience.again()).isFalse();
    assertThat(waits).containsExactly(TWO);
  }

  @Test
  void aQuestionIsAskedUntilTheAnswerIsTheWantedOne() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    int answer = within(Duration.ofHours(1)).until(asked::incrementAndGet, number -> number == 3);

    assertThat(answer).isEqualTo(3);
    assertThat(waits).containsExactly(HALF, ONE);
  }

  @Test
  void theLastAnswerIsGivenWhereNoneIsTheWantedOne() throws Exception {
    AtomicInteger asked = new AtomicInteger();

    int answer = within(Duration.ofHours(1)).until(asked::incrementAndGet, number -> false);

    assertThat(answer).isEqualTo(4);
    assertThat(waits).containsExactly(HALF, ONE, TWO);
  }
}

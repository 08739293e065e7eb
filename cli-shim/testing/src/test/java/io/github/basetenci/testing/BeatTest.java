package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BeatTest {
  @Test
  void noBeatCountsMoreThanOnceAndNoneNothing() throws Exception {
    Beat beat = new Beat(Duration.ofMillis(1));

    for (int i = 0; i < 20; i++) {
      assertThat(beat.next()).isGreaterThan(0).isLessThanOrEqualTo(1);
    }
  }
}

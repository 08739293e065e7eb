package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyListTest {
  @Test
  void theServersTimeIsThatOfItsAnswer() throws Exception {
    assertThat(KeyList.dated(List.of(), "Fri, 20 Nov 2026 16:37:32 GMT").serverTime())
        .isEqualTo("2026-11-20T16:37:32Z");
    try (ApiWorld world = new ApiWorld()) {
      String key = world.sandbox.key(io.github.basetenci.sandbox.KeyType.PERSONAL);

      // The answer tells whole seconds.
      Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      assertThat(world.with(key).keyList().serverTime()).isBetween(begin, Instant.now());
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "yesterday", "2026-11-20T16:37:32Z", "Fri, 20 Nov 2026 25:37:32 GMT"})
  void aTimeThatIsNoneIsNotTold(String date) {
    assertThat(KeyList.dated(List.of(), date).serverTime()).isNull();
  }
}

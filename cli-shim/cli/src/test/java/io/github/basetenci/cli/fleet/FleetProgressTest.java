package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-11-30T10:00:00Z");

  @Test
  void elsewhereThanOnATerminalItIsOneLineAMinute() {
    FleetProgress progress = progress(false, 100);
    for (int i = 1; i <= 100; i++) {
      now = now.plus(Duration.ofSeconds(2));
      progress.reached("acme/ci", i, "VERIFIED");
    }
    progress.end();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            30 of 100 targets, 30 a minute; acme/ci is VERIFIED
            60 of 100 targets, 30 a minute; acme/ci is VERIFIED
            90 of 100 targets, 30 a minute; acme/ci is VERIFIED
            """);
  }

  @Test
  void onATerminalABarIsDrawnAgainAndTakenAwayAtTheEnd() {
    FleetProgress progress = progress(true, 4);
    now = now.plus(Duration.ofSeconds(30));
    progress.reached("acme/ci", 1, "VERIFIED");
    progress.reached("acme/ci", 2, "VERIFIED");
    now = now.plus(Duration.ofSeconds(30));
    progress.reached("acme/bot", 2, "DISTRIBUTED");
    progress.end();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\u001b[K[#####...............] 1 of 4 targets, 2 a minute; acme/ci is VERIFIED"
                + "\r\u001b[K[####################] 4 of 4 targets, 4 a minute; acme/bot is"
                + " DISTRIBUTED"
                + "\r\u001b[K");
  }

  @Test
  void whileNothingHappensItIsSaidOnceAMinute() {
    FleetProgress progress = progress(false, 2);
    for (int i = 0; i < 13; i++) {
      now = now.plus(Duration.ofSeconds(10));
      progress.tick();
    }
    progress.end();

    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "0 of 2 targets, 0 a minute; nothing has changed yet",
            "0 of 2 targets, 0 a minute; nothing has changed yet");
  }

  @Test
  void aShortRunSaysNothing() {
    FleetProgress progress = progress(false, 2);
    now = now.plus(Duration.ofSeconds(20));
    progress.reached("acme/ci", 2, "DISTRIBUTED");
    progress.end();

    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private FleetProgress progress(boolean terminal, int targets) {
    return new FleetProgress(
        new PrintStream(err, true, StandardCharsets.UTF_8), terminal, () -> now, targets);
  }
}

package io.github.basetenci.managed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.managed.RotationOrder.Terms;
import io.github.basetenci.rotation.DrainTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders of version 0.1.0 are read, and written as it writes them. */
class OrderJsonTest {
  private static final String RECORDED =
      """
      {
        "version": "1",
        "target": "credential:team-key",
        "old_prefix": "prefix01",
        "begun": "2026-08-18T10:00:00Z",
        "by": "alice",
        "remote_url": "https://app.baseten.co",
        "minting": "minting",
        "overlap_seconds": 3600,
        "deadline_seconds": 604800,
        "not_environment_scoped": true,
        "aborting": true,
        "problem": "no answer",
        "orphan": "prefix02",
        "note": "A note.",
        "failures": 3,
        "next_attempt": "2026-08-18T10:04:00Z"
      }
      """;
  private static final OrderJson ORDER =
      new OrderJson(
          new RotationOrder(
              Instant.parse("2026-08-18T10:00:00Z"),
              "alice",
              terms(Duration.ZERO),
              "prefix01",
              List.of("credential:team-key")),
          new RotationProgress(
              true, "no answer", "prefix02", "A note.", 3, Instant.parse("2026-08-18T10:04:00Z")));

  private static Terms terms(Duration quietFor) {
    return new Terms(
        "https://app.baseten.co",
        "minting",
        new DrainTimes(Duration.ofHours(1), quietFor, Duration.ofDays(7)),
        true);
  }

  @Test
  void anOrderOfTheVersionBeforeIsReadAndWrittenUnchanged() {
    assertThat(OrderJson.read(RECORDED)).contains(ORDER);
    assertThat(ORDER.write()).isEqualTo(RECORDED);
  }

  @Test
  void severalTargetsAndAQuietTimeComeBack() {
    RotationOrder order = ORDER.order();
    OrderJson wide =
        new OrderJson(
            new RotationOrder(
                order.begun(),
                order.by(),
                terms(Duration.ofHours(2)),
                order.oldPrefix(),
                List.of("file:/a", "trussrc:prod")),
            RotationProgress.BEGUN);
    assertThat(OrderJson.read(wide.write())).contains(wide);
    assertThat(wide.write()).contains("\"quiet_for_seconds\": 7200", "\"targets\": [");
  }

  @Test
  void anOrderWithoutATargetIsNone() {
    assertThat(OrderJson.read(RECORDED.replace("\"target\"", "\"other\""))).isEmpty();
    assertThat(OrderJson.read(RECORDED.replace("\"1\"", "\"2\""))).isEmpty();
    assertThat(OrderJson.read("{ broken")).isEmpty();
  }
}

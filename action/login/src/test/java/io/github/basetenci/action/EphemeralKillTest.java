package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Post deletes the key of a main that was killed, wherever. */
class EphemeralKillTest {
  @TempDir Path directory;

  @Test
  void aKeyWhoseAnswerMainDidNotLiveToReadIsDeleted() throws Exception {
    KillingEngine engine = engine(Integer.MAX_VALUE, Long.MAX_VALUE);
    try (ActionWorld world = world(engine)) {
      Fault late = Fault.of(Fault.Kind.DELAY, "POST", "/v1/").delay(Duration.ofDays(1));
      world.sandbox().fault(late);
      engine.when(() -> !world.minted().isEmpty());

      Stage main = world.mint();

      assertThat(main.code()).isEqualTo(KilledMain.KILLED);
      assertThat(world.minted()).hasSize(1);
      isUndone(world, main);
    }
  }

  @Test
  void aKeyThatTheServerMakesAfterMainWasKilledIsDeletedToo() throws Exception {
    KillingEngine engine = engine(Integer.MAX_VALUE, Long.MAX_VALUE);
    try (ActionWorld world = world(engine)) {
      // The first questions of post come too early.
      world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "GET", "/v1/api_keys"));
      world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}").times(3));
      Fault late = Fault.of(Fault.Kind.DELAY, "POST", "/v1/").delay(Duration.ofDays(1));
      world.sandbox().fault(late);
      engine.when(() -> !world.minted().isEmpty());

      Stage main = world.mint();

      isUndone(world, main);
    }
  }

  @Test
  @Tag("long")
  void aMainThatWasKilledAtAnyOfItsLinesLeavesNoKey() throws Exception {
    int lines = KeyForms.of(ApiKey.of(MINTING_KEY)).size();
    int points = 0;
    boolean killed = true;
    while (killed) {
      KillingEngine engine = engine(lines, Long.MAX_VALUE);
      try (ActionWorld world = world(engine)) {
        Stage main = world.mint("export", "both");
        killed = main.code() == KilledMain.KILLED;
        isUndone(world, main);
      }
      // Within the masks of the new key nothing else is done.
      lines += points > 6 && points < 12 ? 4 : 1;
      points++;
    }
    System.out.println("killed at " + points + " lines");
    assertThat(points).isGreaterThanOrEqualTo(20);
  }

  @Test
  @Tag("long")
  void aMainThatWasKilledAtAnyTimeLeavesNoKey() throws Exception {
    long begin = System.nanoTime();
    try (ActionWorld world = world(engine(Integer.MAX_VALUE, Long.MAX_VALUE))) {
      isUndone(world, world.mint());
    }
    long whole = System.nanoTime() - begin;
    int minted = 0;
    for (int i = 1; i <= 40; i++) {
      try (ActionWorld world = world(engine(Integer.MAX_VALUE, whole / 4 + i * whole / 80))) {
        Stage main = world.mint("export", "both");
        minted += world.minted().size();
        isUndone(world, main);
      }
    }
    System.out.println("killed at 40 times, " + minted + " of them after the key was made");
    assertThat(minted).isPositive();
  }

  private static void isUndone(ActionWorld world, Stage main) throws IOException {
    Stage post = world.job().end().get(0);

    assertThat(post.code()).as(main + "\n" + post).isZero();
    assertThat(post.said("warning")).as(main + "\n" + post).isEmpty();
    assertThat(world.minted()).as(main + "\n" + post).isEmpty();
    assertThat(world.left()).as(main + "\n" + post).isEmpty();
    assertThat(world.sandbox().accepts(MINTING_KEY)).isTrue();
    assertThat(List.copyOf(world.job().variables().values()))
        .noneMatch(value -> value.matches("(b10_)?\\w{8}\\.\\w{32}"));
  }

  private KillingEngine engine(int lines, long nanos) throws IOException {
    return new KillingEngine(Files.createTempDirectory(directory, "containers"), lines, nanos);
  }

  private ActionWorld world(KillingEngine engine) throws IOException {
    return new ActionWorld(Files.createTempDirectory(directory, "job"), engine);
  }
}

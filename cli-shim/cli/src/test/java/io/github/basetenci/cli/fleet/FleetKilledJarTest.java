package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.ShiftedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped jar rotates five keys with fifty targets and gets SIGKILL at random moments, and
 * further runs follow until nothing is left to do. At every moment each target has a key that
 * works.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the modes of the files are those of POSIX")
class FleetKilledJarTest {
  private static final Path JAR = Path.of("target", "baseten-ci.jar").toAbsolutePath();
  private static final int KEYS = 5;
  private static final int FILES = 8;
  private static final int KILLS = 4;
  private static final int MOST_RUNS = 8;

  @TempDir Path directory;
  private final Random random = new Random(20_261_130);
  private int trials;
  private int killed;

  @Test
  void killedAtSomeMomentsItIsFinishedByFurtherRuns() throws Exception {
    kill(1);
  }

  @Test
  @Tag("long")
  void killedAtManyMomentsItIsFinishedByFurtherRuns() throws Exception {
    kill(6);
  }

  private void kill(int times) throws Exception {
    int all;
    try (LoadedFleet fleet = fleet()) {
      fleet.apply();
      all = fleet.requests();
      finish(fleet);
    }
    for (int i = 0; i < times; i++) {
      try (LoadedFleet fleet = fleet()) {
        for (int kills = 0; kills < KILLS; kills++) {
          int last = 1 + random.nextInt(all - 1);
          killed += fleet.apply(() -> fleet.requests() >= last).killed() ? 1 : 0;
        }
        finish(fleet);
      }
    }
    System.out.println("fleet apply was killed " + killed + " times");
    assertThat(killed).isGreaterThanOrEqualTo(times);
  }

  /** Runs it until nothing is left to do, and looks at what there is then. */
  private static void finish(LoadedFleet fleet) throws IOException {
    LoadedFleet.Run run = fleet.apply();
    for (int i = 0; i < MOST_RUNS && !run.out().startsWith("Nothing to do"); i++) {
      run = fleet.apply();
    }
    assertThat(run.out()).startsWith("Nothing to do");
    assertThat(fleet.violations).isEmpty();
    assertThat(fleet.newKeys()).isEmpty();
    for (int key = 0; key < KEYS; key++) {
      String name = LoadedFleet.name(key);
      String held = fleet.held(key, 0);
      for (int target = 1; target < LoadedFleet.TARGETS; target++) {
        assertThat(fleet.held(key, target)).as(name).isEqualTo(held);
      }
      assertThat(fleet.sandboxOf(key).accepts(held)).as(name).isTrue();
      assertThat(fleet.sandboxOf(key).accepts(LoadedFleet.oldKey(key))).as(name).isFalse();
      assertThat(fleet.sandboxOf(key).keyNames())
          .filteredOn(each -> each.startsWith(name))
          .containsExactly(name + "-2");
    }
  }

  private LoadedFleet fleet() throws IOException {
    ShiftedClock clock = new ShiftedClock(Duration.ofDays(-40));
    return new LoadedFleet(
        Files.createDirectory(directory.resolve("trial" + ++trials)),
        new LoadedFleet.Size(KEYS, FILES, "0"),
        new LoadedFleet.Surroundings(
            clock,
            () -> clock.ahead = Duration.ZERO,
            request -> null,
            List.of("-jar", JAR.toString()),
            () -> {}));
  }
}

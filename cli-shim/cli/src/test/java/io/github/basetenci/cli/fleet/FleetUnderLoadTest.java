package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred keys with two thousand targets, of which one in twenty fails, are rotated by a
 * process with a small heap that gets SIGKILL at five points. At every moment each target has a key
 * that works, and GitHub gets no more requests than it takes.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the modes of the files are those of POSIX")
class FleetUnderLoadTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration BACK_OFF = Duration.ofHours(2);

  private static final int KEYS = 200;

  @TempDir Path home;
  private VirtualTime time;
  private WriteLimits limits;

  @Test
  @Tag("long")
  void everyTargetWorksAtEveryMomentAndEveryFailureIsNamed() throws Exception {
    time = new VirtualTime(home.resolve("time"));
    limits = new WriteLimits(time);
    try (VirtualTime closed = time;
        LoadedFleet fleet = fleet()) {
      fleet.chooseFailures();
      assertThat(fleet.failingForGood.size() + fleet.failingForNow.size())
          .isEqualTo(KEYS * LoadedFleet.TARGETS / 20);

      assertThat(killedAt(fleet, "POST", 5, Kind.DELAY).killed()).isTrue();
      assertThat(killedAt(fleet, "POST", 20, Kind.STATUS).killed()).isTrue();
      assertThat(fleet.applyKilledAtWrite(300, false).killed()).isTrue();
      assertThat(fleet.applyKilledAtWrite(500, true).killed()).isTrue();

      LoadedFleet.Run all = fleet.apply();
      assertThat(all.code()).as(all.out()).isEqualTo(1);
      all = fleet.apply();
      say("the rest", all);
      time.pass(BACK_OFF);
      LoadedFleet.Run again = fleet.apply();
      assertNamed(again, fleet.failingForGood);
      assertNamed(again, fleet.failingForNow);
      say("another try of what failed", again);

      fleet.recovered = true;
      time.pass(BACK_OFF);
      LoadedFleet.Run recovered = fleet.apply();
      assertThat(recovered.out()).contains("0 rotated, 185 waiting, 15 stopped.");
      assertNamed(recovered, fleet.failingForGood);
      say("what has recovered", recovered);

      LoadedFleet.Run waiting = fleet.apply();
      assertThat(waiting.out()).contains("0 rotated, 185 waiting, 15 stopped.");
      // A key that waits costs no list of its own. A stopped one that is tried again costs two, or
      // fewer: keys that need a list at one moment share it.
      assertThat(waiting.lists())
          .isBetween(fleet.sandboxes.size(), fleet.sandboxes.size() + 2 * 15);

      time.pass(Duration.ofHours(25));
      assertThat(killedAt(fleet, "DELETE", 30, Kind.DELAY).killed()).isTrue();
      LoadedFleet.Run last = fleet.apply();
      say("after the overlap", last);
      assertThat(last.out()).contains("0 waiting, 15 stopped.");
      assertNamed(last, fleet.failingForGood);

      assertThat(fleet.violations).isEmpty();
      assertEnd(fleet);
      System.out.println(
          "%d writes, at most %d in a minute and %d in an hour, %d refused; at most %d requests to"
                  .formatted(
                      limits.writes(),
                      limits.mostWritesInAMinute(),
                      limits.mostWritesInAnHour(),
                      limits.refusals(),
                      limits.mostRequestsInAnHour())
              + " GitHub in an hour; most memory %d MB; all targets were read %d times"
                  .formatted(fleet.peakMegabytes(), fleet.readings()));
      assertThat(limits.mostWritesInAMinute()).isLessThanOrEqualTo(WriteLimits.WRITES_A_MINUTE);
      assertThat(limits.mostRequestsInAnHour()).isLessThanOrEqualTo(WriteLimits.REQUESTS_AN_HOUR);
      assertThat(limits.refusals()).isPositive();
      assertThat(limits.early()).isZero();
    }
  }

  private LoadedFleet fleet() throws IOException {
    List<String> launch =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TimedCommand.class.getName(),
            home.resolve("time").toString(),
            Integer.toString(time.port()));
    return new LoadedFleet(
        home,
        new LoadedFleet.Size(KEYS, 2, "24h"),
        new LoadedFleet.Surroundings(
            time.clock(), () -> time.pass(VirtualTime.SPAN), limits, launch, this::ended));
  }

  /** A run knows nothing of the writes of a killed one, so the next begins a minute later. */
  private void ended() {
    time.pass(Duration.ofMinutes(1));
    limits.forget();
  }

  /** Kills a run at a request of the first workspace, {@link Kind#DELAY} after its effect. */
  private static LoadedFleet.Run killedAt(LoadedFleet fleet, String method, int number, Kind kind)
      throws IOException {
    Sandbox sandbox = fleet.sandboxes.get(0);
    sandbox.fault(Fault.of(Kind.DELAY, method, "/v1/").times(number - 1));
    Fault fault =
        kind == Kind.STATUS
            ? Fault.status(method, "/v1/", 500, "{}")
            : Fault.of(kind, method, "/v1/");
    sandbox.fault(fault.delay(LONG));
    return fleet.apply(() -> fleet.requests(0, method) >= number);
  }

  private static void assertNamed(LoadedFleet.Run run, Set<String> repositories) {
    List<String> unnamed =
        repositories.stream()
            .filter(repository -> !run.out().contains(LoadedFleet.targetName(repository) + ":"))
            .toList();
    assertThat(unnamed).as("targets that fail, and that the report does not name").isEmpty();
  }

  private void say(String what, LoadedFleet.Run run) {
    System.out.println(
        "%s: %d lists of keys, %d writes so far, %s"
            .formatted(
                what,
                run.lists(),
                limits.writes(),
                run.out().substring(run.out().strip().lastIndexOf('\n') + 1).strip()));
  }

  /** The fifteen keys with a target that fails for good have both keys; the others are rotated. */
  private static void assertEnd(LoadedFleet fleet) throws IOException {
    int stopped = 0;
    for (int key = 0; key < KEYS; key++) {
      String successor = fleet.held(key, 0);
      boolean fails = false;
      for (int target = 0; target < LoadedFleet.TARGETS; target++) {
        boolean failing = fleet.failsForGood(key, target);
        fails |= failing;
        assertThat(fleet.held(key, target))
            .as(LoadedFleet.name(key))
            .isEqualTo(failing ? LoadedFleet.oldKey(key) : successor);
      }
      stopped += fails ? 1 : 0;
      assertThat(successor).isNotEqualTo(LoadedFleet.oldKey(key));
      assertThat(fleet.sandboxOf(key).accepts(LoadedFleet.oldKey(key))).isEqualTo(fails);
      String name = LoadedFleet.name(key);
      assertThat(fleet.sandboxOf(key).keyNames())
          .filteredOn(each -> each.startsWith(name))
          .containsExactlyElementsOf(fails ? List.of(name, name + "-2") : List.of(name + "-2"));
    }
    assertThat(stopped).isEqualTo(15);
    assertThat(fleet.newKeys()).hasSize(stopped);
  }
}

package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.LastUseReports;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.ShiftedClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keys rotate --quiet-for}: the old key lives on while somebody uses it. */
class QuietRotationTest {
  @TempDir private Path home;
  private final ShiftedClock clock = new ShiftedClock(Duration.ZERO);
  private World world;

  @BeforeEach
  void begin() throws IOException {
    world =
        new World(
            home,
            SandboxOptions.defaults()
                .withClock(clock)
                .withKey(World.KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "marker")
                .withKey(World.OTHER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "other"));
    world.trussrc(
        "[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
            .formatted(world.url(), World.KEY));
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void aKeyInUseOutlivesTheOverlapAndAResumeNeedsNoFlag() {
    assertThat(rotate("-t", "trussrc:baseten", "--quiet-for", "2h").out())
        .contains("Z, and until nobody has used it for 2 hours (it was ", "\nFinish with: ");
    for (int hours = 0; hours < 26; hours++) {
      pass(Duration.ofHours(1));
      useOldKey();
    }
    pass(Duration.ofSeconds(90 * 60 + 30));

    World.Run waiting = rotate("--resume");

    assertThat(waiting.code()).as(waiting.err()).isZero();
    assertThat(waiting.out())
        .contains(
            "; the old key lives on until nobody has used it for 2 hours (it was last used 90"
                + " minutes ago)\nFinish with: baseten-ci keys rotate markerkey --resume\n");
    assertThat(world.sandbox().accepts(World.KEY)).isTrue();
    pass(Duration.ofMinutes(30));
    assertThat(rotate("--resume").out()).endsWith("; the old key is revoked\n");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  @Test
  void theDeadlineEndsTheWaitAndSaysWhatMayBreak() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--deadline", "7d");
    pass(Duration.ofDays(7).minusMinutes(12));
    useOldKey();
    assertThat(rotate("--resume").out()).contains("(it was ", "), at the latest until 20");
    pass(Duration.ofMinutes(12).plusSeconds(30));

    World.Run run = rotate("--resume");

    assertThat(run.out()).endsWith("; the old key is revoked\n");
    assertThat(run.err())
        .contains(
            "The old key 'marker' (markerkey) was last used 12 minutes ago; it is revoked at the"
                + " deadline, and whoever still uses it gets HTTP 401 from now on.");
  }

  @Test
  void afterTheTargetsAreWrittenNoRunCallsWithTheOldKey() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h");
    // A job whose variable still has the old key finishes the rotation.
    world.set("BASETEN_API_KEY", World.KEY);
    world.sandbox().clearRequests();
    pass(Duration.ofHours(1));
    rotate("--resume");
    rotate("--status");
    pass(Duration.ofHours(24));

    assertThat(rotate("markerkey", "--resume").out()).endsWith("; the old key is revoked\n");

    assertThat(world.sandbox().requests())
        .isNotEmpty()
        .extracting(RequestEntry::keyPrefix)
        .doesNotContain("markerkey");
  }

  @Test
  void aMintingKeyAsksForOneListARun() {
    world.set("MINT", World.OTHER_KEY);
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--minting-key-env", "MINT");
    world.sandbox().clearRequests();

    rotate("markerkey", "--resume", "--minting-key-env", "MINT");

    assertThat(world.sandbox().requests())
        .extracting(call -> call.keyPrefix() + " " + call.method() + " " + call.path())
        .containsExactly("otherkey GET /v1/api_keys");
  }

  @Test
  void theStatusShowsTheLastUseAndEveryEnd() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "90m", "--deadline", "7d");
    pass(Duration.ofSeconds(20 * 60 + 30));

    assertThat(rotate("--status").out())
        .containsPattern(
            "\n  draining: last used 20 minutes ago, must be unused for 90 minutes; overlap"
                + " until \\S+Z; deadline \\S+Z\n  WRITTEN ");
    assertThat(
            rotate(
                    "--status",
                    "-q",
                    ".rotations[0] | .plan.quiet_for_seconds, .plan.deadline_seconds,"
                        + " (.last_used_at, .overlap_until, .deadline | type)")
                .out())
        .isEqualTo("5400\n604800\n\"string\"\n\"string\"\n\"string\"\n");
  }

  @Test
  void theStatusOfARotationWithoutQuietTimeShowsItsOverlap() {
    rotate("-t", "trussrc:baseten");

    assertThat(rotate("--status").out())
        .containsPattern("\n  draining: overlap until \\S+Z\n  WRITTEN ");
    assertThat(
            rotate(
                    "--status",
                    "-q",
                    ".rotations[0] | .plan.quiet_for_seconds, .plan.deadline_seconds,"
                        + " .last_used_at, .deadline")
                .out())
        .isEqualTo("null\nnull\nnull\nnull\n");
  }

  @Test
  void aDryRunShowsTheTimes() {
    assertThat(rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--dry-run").out())
        .contains("Overlap:  24h\nQuiet:    2h\nDeadline: none\n");
    assertThat(
            rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--deadline", "7d", "--dry-run")
                .out())
        .contains("Quiet:    2h\nDeadline: 168h\n");
  }

  @Test
  void aResumeMayChangeTheTimesForThisRun() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h");
    pass(Duration.ofHours(25));
    useOldKey();
    assertThat(rotate("--resume", "--quiet-for", "3h").out()).contains("used it for 3 hours");
    assertThat(rotate("--resume").out()).contains("used it for 2 hours");

    assertThat(rotate("--resume", "--quiet-for", "0").out()).endsWith("the old key is revoked\n");
  }

  @Test
  void aResumeMaySetADeadlineThatThePlanDoesNotHave() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h");
    pass(Duration.ofHours(25));
    useOldKey();

    World.Run run = rotate("--resume", "--deadline", "24h");

    assertThat(run.out()).endsWith("the old key is revoked\n");
    assertThat(run.err()).contains("whoever still uses it gets HTTP 401 from now on.");
  }

  @Test
  void anUnknownLastUseWaitsAndAServerWithoutLastUsesDoesNot() {
    world.sandbox().reportLastUses(LastUseReports.NULL);
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h");
    pass(Duration.ofDays(30));
    assertThat(rotate("--resume").out())
        .contains("(it may be in use, because the server does not say when it was last used)");
    assertThat(rotate("--status").out())
        .contains("  draining: when it was last used is not known, must be unused for 2 hours;");

    world.sandbox().reportLastUses(LastUseReports.ABSENT);
    World.Run run = rotate("--resume");

    assertThat(run.out()).endsWith("the old key is revoked\n");
    assertThat(run.err())
        .contains("The server does not say when keys were last used, so the overlap alone decides");
  }

  @Test
  void anAbortWaitsForTheNewKeyInTheSameWayUnlessToldNotTo() throws IOException {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--overlap", "1h");
    String newKey = world.read(home.resolve(".local/state/baseten-ci/rotations/markerkey.key"));
    assertThat(abort().out()).contains("the new key lives on until", "used it for 2 hours");
    pass(Duration.ofHours(3));
    world.set("BASETEN_API_KEY", newKey.strip());
    world.run("whoami");
    world.unset("BASETEN_API_KEY");

    assertThat(abort().out()).contains("the new key lives on until nobody has used it for 2 hours");
    assertThat(abort("--quiet-for", "0").out()).startsWith("Rolled back: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--deadline 7d | --deadline goes with --quiet-for; without it nothing waits longer than"
            + " --overlap",
        "--deadline 7d --quiet-for 0 | --deadline goes with --quiet-for",
        "--deadline 23h --quiet-for 2h | --deadline (23 hours) must not be shorter than --overlap"
            + " (1 day)",
        "--deadline 90s --quiet-for 2h --overlap 2m | --deadline (90 seconds) must not be shorter"
            + " than --overlap (2 minutes)",
        "--deadline 0 --quiet-for 2h | --deadline (0 seconds) must not be shorter than --overlap",
        "--quiet-for -2h | use a number of seconds, or one with s, m, h or d, as in 24h",
        "--quiet-for 2w | use a number of seconds, or one with s, m, h or d, as in 24h",
        "--quiet-for 999999999d | use a number of seconds, or one with s, m, h or d, as in 24h"
      })
  void timesThatContradictAreAUsageError(String flags, String sentence) {
    World.Run run = rotate(("-t file:key " + flags).split(" "));

    assertThat(run.err()).contains(sentence);
    assertThat(run.code()).isEqualTo(2);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aDeadlineOfThePlanAndALongerOverlapOfThisRunContradict() {
    rotate("-t", "trussrc:baseten", "--quiet-for", "2h", "--deadline", "7d");

    World.Run run = rotate("--resume", "--overlap", "8d");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("(7 days) must not be shorter than --overlap (8 days)");
    assertThat(rotate("--resume").code()).isZero();
  }

  private World.Run rotate(String... flags) {
    return world.run(
        Stream.concat(Stream.of("keys", "rotate"), Stream.of(flags)).toArray(String[]::new));
  }

  private World.Run abort(String... flags) {
    return world.runWithInput(
        World.KEY,
        Stream.concat(Stream.of("keys", "rotate", "--abort", "--api-key-stdin"), Stream.of(flags))
            .toArray(String[]::new));
  }

  /** A job that still has the old key calls the server. */
  private void useOldKey() {
    world.set("BASETEN_API_KEY", World.KEY);
    assertThat(world.run("whoami").code()).isZero();
    world.unset("BASETEN_API_KEY");
  }

  private void pass(Duration time) {
    world.later(time);
    clock.ahead = clock.ahead.plus(time);
  }
}

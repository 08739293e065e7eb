package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.key.KeyShapes;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import io.github.basetenci.testing.ShiftedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetApplyCommandTest {
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String WEB = "/repos/acme/web/actions/secrets";
  private static final String BEGIN =
      """
      version: 1
      workspaces:
        acme: {url: '%s', minting-key: {env: MINTING}}
      defaults: {rotate-every: 30d}
      keys:
      """;

  @TempDir Path home;
  @Fixture private FakeGitHub github;
  private final ShiftedClock clock = new ShiftedClock(Duration.ZERO);
  private World world;
  private volatile boolean broken = true;

  @BeforeEach
  void begin() throws Exception {
    // The keys are forty days old when a test begins.
    clock.ahead = Duration.ofDays(-40);
    world =
        new World(
            home,
            SandboxOptions.defaults()
                .withClock(clock)
                .withKey(World.KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci")
                .withKey(World.OTHER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "bot")
                .withKey(MINTING, KeyType.PERSONAL, null, "minting"));
    clock.ahead = Duration.ZERO;
    world
        .set("MINTING", MINTING)
        .set("GH_TOKEN", FakeGitHub.TOKEN)
        .set("GITHUB_API_URL", github.url())
        .unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    file("ci.key", World.KEY);
    file("bot.key", World.OTHER_KEY);
    fleet(
        "- {name: ci, targets: [file:ci.key, github:acme/web/KEY]}",
        "- {name: bot, targets: [file:bot.key]}");
    github.hold(WEB, "KEY", World.KEY);
  }

  @AfterEach
  void end() throws Exception {
    world.close();
  }

  @Test
  void whatIsDueIsRotatedAndTheOldKeysLiveOnForTheOverlap() throws Exception {
    World.Run run = apply();

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "acme/bot  waits  the old key lives on until ", "0 rotated, 2 waiting, 0 stopped.");
    String ci = read("ci.key");
    assertThat(github.value(WEB, "KEY")).isEqualTo(ci).isNotEqualTo(World.KEY);
    assertAccepted(ci, read("bot.key"), World.KEY, World.OTHER_KEY);
    assertThat(world.run("fleet", "plan").out())
        .containsPattern("due +ci +has a rotation that is not at its end \\(DRAINING, markerkey");

    later(Duration.ofHours(25));
    World.Run second = apply();

    assertThat(second.out())
        .contains("acme/ci   rotated  from markerkey to ", "2 rotated, 0 waiting, 0 stopped.");
    assertThat(read("ci.key")).isEqualTo(ci);
    assertAccepted(ci, read("bot.key"));
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertThat(world.sandbox().accepts(World.OTHER_KEY)).isFalse();
    assertThat(world.run("fleet", "status").out()).containsPattern("bot .* right");
    assertThat(run.out() + run.err() + second.out() + second.err()).doesNotContain(ci, MINTING);
    assertThat(keysIn(home.resolve(".local"))).isEmpty();
  }

  @Test
  void whereNothingIsDueItIsOneLineAndExitCode0() throws Exception {
    fleet("- {name: ci, rotate-every: 90d, targets: [file:ci.key]}");

    World.Run run = apply();

    assertThat(run.out()).isEqualTo("Nothing to do: none of 1 key is due.\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(world.sandbox().requests()).noneMatch(it -> !it.method().equals("GET"));
  }

  @Test
  void oneTargetThatFailsStopsItsKeyAloneAndALaterRunGoesOn() throws Exception {
    fleet(
        "- {name: ci, overlap: 0, targets: [file:ci.key, github:acme/web/KEY]}",
        "- {name: bot, overlap: 0, targets: [file:bot.key]}");
    github.rule(request -> request.startsWith("PUT") && broken ? Reply.of(403, "no") : null);

    World.Run run = apply();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("acme/ci +stopped +.*github:acme/web/KEY")
        .contains("acme/bot  rotated", "1 rotated, 0 waiting, 1 stopped.");
    assertAccepted(read("ci.key"), World.KEY, read("bot.key"));

    broken = false;
    World.Run second = apply();

    assertThat(second.code()).as(second.out() + second.err()).isZero();
    assertThat(second.out()).contains("acme/ci  rotated  from markerkey to ");
    assertThat(github.value(WEB, "KEY")).isEqualTo(read("ci.key"));
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  /** It may have the old key, so that key lives on until the deadline, and no longer. */
  @Test
  void aTargetThatIsGoneForGoodIsTakenOutOfTheFile() throws Exception {
    github.rule(request -> request.startsWith("PUT") ? Reply.of(404, "gone") : null);
    assertThat(apply().out()).containsPattern("acme/ci +stopped +.*github:acme/web/KEY");
    fleet("- {name: ci, targets: [file:ci.key]}", "- {name: bot, targets: [file:bot.key]}");

    later(Duration.ofHours(25));
    World.Run run = apply();

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("acme/ci +waits")
        .contains(
            "the old key lives on until the deadline, because the file no longer names"
                + " github:acme/web/KEY, which may still have it");
    assertAccepted(World.KEY, read("ci.key"));

    later(Duration.ofDays(7));
    World.Run last = apply();

    assertThat(last.out())
        .containsPattern("acme/ci +rotated .*github:acme/web/KEY was taken away from the rotation");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertAccepted(read("ci.key"));
  }

  @Test
  void aFileWithoutAnyTargetOfTheRotationDoesNotEndIt() throws Exception {
    github.rule(request -> request.startsWith("PUT") && broken ? Reply.of(404, "gone") : null);
    apply();
    fleet("- {name: ci, targets: ['command:true']}");
    later(Duration.ofDays(9));

    assertThat(apply().out()).contains("every target was taken away");
    assertAccepted(World.KEY);

    broken = false;
    fleet("- {name: ci, targets: [file:ci.key, github:acme/web/KEY]}");
    later(Duration.ofDays(1));

    assertThat(apply().out()).containsPattern("acme/ci +waits +the old key lives on until 20");
    assertThat(github.value(WEB, "KEY")).isEqualTo(read("ci.key"));
    assertAccepted(World.KEY, read("ci.key"));
  }

  /** A line that was taken out by mistake. */
  @Test
  void aTargetThatIsGivenAgainIsWrittenAgainAndTheOverlapBeginsAnew() throws Exception {
    github.rule(request -> request.startsWith("PUT") && broken ? Reply.of(404, "gone") : null);
    apply();
    fleet("- {name: ci, targets: [file:ci.key]}", "- {name: bot, targets: [file:bot.key]}");
    later(Duration.ofHours(25));
    assertThat(apply().out()).contains("the deadline, because the file no longer names");
    broken = false;
    fleet(
        "- {name: ci, targets: [file:ci.key, github:acme/web/KEY]}",
        "- {name: bot, targets: [file:bot.key]}");

    assertThat(apply().out()).containsPattern("acme/ci +waits +the old key lives on until 20");
    assertThat(github.value(WEB, "KEY")).isEqualTo(read("ci.key"));
    later(Duration.ofHours(25));
    assertThat(apply().out()).containsPattern("acme/ci +rotated");
  }

  @Test
  void aRotationThatCannotEndGoesBackToTheOldKey() throws Exception {
    github.rule(request -> request.startsWith("PUT") && broken ? Reply.of(403, "no") : null);
    apply();
    broken = false;
    String successor = read("ci.key");

    World.Run refused = world.run("fleet", "apply", "--abort", "acme/ci");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).contains("to put the old key", "its text is needed");

    world.set("OLD", World.KEY);
    World.Run run = world.run("fleet", "apply", "--abort", "acme/ci", "--old-key-env", "OLD");
    assertThat(run.out()).containsPattern("acme/ci +waits +the new key lives on until");
    assertThat(read("ci.key")).isEqualTo(World.KEY);
    later(Duration.ofHours(25));
    World.Run last = world.run("fleet", "apply", "--abort", "acme/ci");

    assertThat(last.code()).as(last.out() + last.err()).isZero();
    assertThat(last.out())
        .containsPattern("acme/ci +aborted +has the old key markerkey")
        .contains("1 aborted.");
    assertThat(world.sandbox().accepts(successor)).isFalse();
    assertAccepted(World.KEY);
    assertThat(run.out() + run.err() + last.out() + last.err()).doesNotContain(World.KEY);
  }

  /** In version 0.1.0 the id of a key had its team only where two keys of the file had the name. */
  @Test
  void aRotationIsFoundAgainWhenTheFileSaysTheTeamOrAnotherTeamGetsTheName() throws Exception {
    apply();
    String ci = read("ci.key");
    fleet(
        "- {name: ci, team: Default, targets: [file:ci.key, github:acme/web/KEY]}",
        "- {name: ci, team: ml, targets: [file:other.key]}",
        "- {name: bot, team: Default, targets: [file:bot.key]}");
    later(Duration.ofHours(25));

    World.Run run = apply();

    assertThat(run.out())
        .as(run.err())
        .containsPattern("acme/ci \\(Default\\) +rotated")
        .containsPattern("acme/bot \\(Default\\) +rotated");
    assertThat(read("ci.key")).isEqualTo(ci);
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  @Test
  void anUnclaimedKeyThatIsInNobodysWayIsAnError() {
    World.Run run = world.run("fleet", "apply", "--unclaimed-key", "nosuchky");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("--unclaimed-key nosuchky is no key that is in the way of a rotation");
    assertAccepted(World.KEY, World.OTHER_KEY);
    assertThat(world.sandbox().keyNames()).doesNotContain("ci-2", "bot-2");
  }

  /** A rotation was killed after it had made the new key, and its records are lost. */
  @Test
  void aNameThatIsTakenByAKeyOfNobodyIsFreedByName() throws Exception {
    fleet("- {name: ci, type: workspace-manage-all, overlap: 0, targets: [file:ci.key]}");
    world.set("BASETEN_API_KEY", MINTING);
    assertThat(
            world
                .run(
                    "keys",
                    "create",
                    "--name",
                    "ci-2",
                    "--type",
                    "workspace-invoke",
                    "--team",
                    "Default",
                    "--to-file",
                    home.resolve("lost.key").toString())
                .code())
        .isZero();
    String lost = read("lost.key");
    String prefix = lost.substring(0, lost.indexOf('.'));

    World.Run run = apply();
    assertThat(run.out())
        .contains("'fleet apply --unclaimed-key " + prefix + "' deletes it", "1 stopped.");
    World.Run freed = world.run("fleet", "apply", "--unclaimed-key", prefix);

    assertThat(freed.out()).as(freed.err()).contains("acme/ci  rotated");
    assertThat(world.sandbox().accepts(lost)).isFalse();
    assertAccepted(read("ci.key"));
  }

  @Test
  void commandsRunInTheDirectoryOfTheFileAndAMintingCommandOnce() throws Exception {
    Path below = Files.createDirectories(home.resolve("below"));
    Files.writeString(
        below.resolve("fleet.yaml"),
        BEGIN
                .formatted(world.url())
                .replace(
                    "{env: MINTING}",
                    "{command: [sh, -c, 'echo run >> runs; printf %s \"$MINTING\"']}")
            + """
            - {name: ci, overlap: 0, targets: ['command:cat > written', file:ci.key]}
            - {name: bot, overlap: 0, targets: ['command:cat > second']}
            """);
    Files.copy(home.resolve("ci.key"), below.resolve("ci.key"));
    Files.setPosixFilePermissions(
        below.resolve("ci.key"), PosixFilePermissions.fromString("rw-------"));

    World.Run run = world.run("fleet", "apply", "below/fleet.yaml");

    assertThat(run.out()).as(run.err()).contains("2 rotated, 0 waiting, 0 stopped.");
    assertThat(Files.readString(below.resolve("written"))).isEqualTo(read("below/ci.key"));
    assertThat(below.resolve("second")).exists();
    assertThat(Files.readAllLines(below.resolve("runs"))).hasSize(1);
  }

  @Test
  void aMintingCommandThatPrintsMuchIsReadToItsEnd() throws Exception {
    Files.writeString(
        home.resolve("fleet.yaml"),
        BEGIN
                .formatted(world.url())
                .replace("{env: MINTING}", "{command: [sh, -c, 'head -c 300000 /dev/zero']}")
            + "- {name: ci, targets: [file:ci.key]}\n");

    assertThat(apply().err()).contains("acme could not be asked").doesNotContain("60 seconds");
  }

  @Test
  void everyTargetThatFailsIsNamed() throws Exception {
    List<String> targets =
        IntStream.range(0, 9)
            .mapToObj(i -> "github:acme/web/A_LONG_NAME_OF_A_SECRET_" + i)
            .toList();
    targets.forEach(it -> github.hold(WEB, it.substring(it.lastIndexOf('/') + 1), World.KEY));
    fleet("- {name: ci, targets: [" + String.join(", ", targets) + "]}");
    github.rule(request -> request.startsWith("PUT") ? Reply.of(403, "no") : null);

    assertThat(apply().out()).contains(targets).contains("0 rotated, 0 waiting, 1 stopped.");
    later(Duration.ofHours(1));
    World.Run run = world.run("fleet", "apply", "-q", ".stopped[].failed_targets[].target");
    assertThat(run.out().lines())
        .map(it -> it.replace("\"", ""))
        .containsExactlyElementsOf(targets);
  }

  @Test
  void aKeyThatIsNotAsTheFileSaysIsNotRotated() throws Exception {
    fleet("- {name: ci, type: workspace-invoke, targets: [file:ci.key]}");

    World.Run run = apply();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "acme/ci  stopped  has the type workspace-manage-all, and the file says"
                + " workspace-invoke");
    assertThat(read("ci.key")).isEqualTo(World.KEY);
  }

  @Test
  void aTargetWithAnotherKeyStopsTheRotationBeforeAKeyIsMade() throws Exception {
    fleet("- {name: ci, targets: [file:bot.key]}");

    World.Run run = apply();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("acme/ci  stopped  nothing was changed: 1 of 1 targets");
    assertThat(read("bot.key")).isEqualTo(World.OTHER_KEY);
    assertThat(world.sandbox().requests()).noneMatch(it -> !it.method().equals("GET"));
  }

  @Test
  void anOldKeyThatIsUsedLivesOnUntilItIsQuiet() throws Exception {
    fleet("- {name: ci, overlap: 0, quiet-for: 2h, targets: [file:ci.key, github:acme/web/KEY]}");
    world.set("BASETEN_API_KEY", World.KEY).set("BASETEN_REMOTE_URL", world.url());
    assertThat(world.run("whoami").code()).isZero();
    world.unset("BASETEN_API_KEY");

    World.Run run = apply();

    assertThat(run.out()).contains("nobody has used it for 2 hours", "1 waiting");
    assertAccepted(World.KEY);

    later(Duration.ofHours(3));

    assertThat(apply().out()).contains("acme/ci  rotated");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  @Test
  void aLostAnswerOfTheServerLeavesNoKeyThatNobodyHas() throws Exception {
    fleet("- {name: ci, overlap: 0, targets: [file:ci.key]}");
    world.sandbox().fault(Fault.of(Fault.Kind.CUT_AFTER, "POST", "/v1/teams/").times(1));

    World.Run run = apply();

    assertThat(run.out()).as(run.err()).contains("acme/ci  rotated");
    assertThat(world.sandbox().keyNames()).containsOnlyOnce("ci-2").doesNotContain("ci");
  }

  @Test
  void aRunWithoutAStateGoesOnFromTheDirectoryThatItIsGiven() throws Exception {
    world.run("fleet", "apply", "--state", "a");
    Files.move(home.resolve("a"), home.resolve("b"));
    later(Duration.ofHours(25));

    World.Run run = world.run("fleet", "apply", "--state", "b");

    assertThat(run.out()).as(run.err()).contains("2 rotated, 0 waiting, 0 stopped.");
  }

  /** The rotation of one entry would not write the targets of the other. */
  @Test
  void aKeyThatTwoEntriesNameIsNotRotated() throws Exception {
    Files.writeString(
        home.resolve("fleet.yaml"),
        BEGIN
                .formatted(world.url())
                .replace(
                    "defaults",
                    "  b: {url: '%s', minting-key: {env: MINTING}}\ndefaults"
                        .formatted(world.url()))
            + "- {workspace: acme, name: ci, overlap: 0, targets: [file:ci.key]}\n"
            + "- {workspace: b, name: ci, rotate-every: 90d, targets: [github:acme/web/KEY]}\n");

    World.Run run = apply();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("acme/ci  stopped  is the key that b/ci names too; write each key once");
    assertAccepted(World.KEY);
    assertThat(read("ci.key")).isEqualTo(World.KEY);
  }

  @Test
  void anOldKeyLivesOnWhileATargetHasItThatTheFileNamedTooLate() throws Exception {
    fleet("- {name: ci, targets: [file:ci.key]}");
    apply();
    file("late.key", World.KEY);
    fleet("- {name: ci, targets: [file:ci.key, file:late.key]}");
    later(Duration.ofHours(25));

    World.Run run = apply();

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).containsPattern("acme/ci  waits .*late\\.key");
    assertAccepted(World.KEY);

    file("late.key", read("ci.key"));

    assertThat(apply().out()).contains("acme/ci  rotated");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  @Test
  void theDeadlineEndsTheWaitForATargetThatKeepsTheOldKey() throws Exception {
    fleet("- {name: ci, targets: [file:ci.key]}");
    apply();
    file("late.key", World.KEY);
    fleet("- {name: ci, targets: [file:ci.key, file:late.key]}");
    later(Duration.ofDays(8));

    assertThat(apply().out()).contains("acme/ci  rotated");
  }

  @Test
  void anOldKeyLivesOnWhileATargetThatTellsNothingMayHaveIt() throws Exception {
    fleet("- {name: ci, targets: [file:ci.key]}");
    apply();
    fleet("- {name: ci, targets: [file:ci.key, 'command:true']}");
    later(Duration.ofDays(2));

    World.Run run = apply();

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("until the deadline, because this rotation does not write command:true, which");
    assertAccepted(World.KEY);

    later(Duration.ofDays(6));

    assertThat(apply().out()).contains("acme/ci  rotated");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  /** Else the other rotations of the run, and the next run, would be refused. */
  @Test
  void aMintingKeyIsNotRevokedByARunThatStillMintsWithIt() throws Exception {
    file("mint.key", MINTING);
    fleet("- {name: minting, type: personal, overlap: 0, targets: [file:mint.key]}");

    World.Run run = apply();

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("acme/minting  waits", "until the minting key of acme is");
    assertAccepted(MINTING, read("mint.key"));

    world.set("MINTING", read("mint.key"));

    assertThat(apply().out()).contains("acme/minting  rotated");
    assertThat(world.sandbox().accepts(MINTING)).isFalse();
  }

  @Test
  void aRecordOfKeysThatCannotBeReadIsAnErrorAlsoIfNothingIsDue() throws Exception {
    world.run("fleet", "apply", "--state", "a");
    Files.writeString(home.resolve("a/keys.json"), "no JSON");
    later(Duration.ofHours(25));

    World.Run run = world.run("fleet", "apply", "--state", "a");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("keys.json");
    assertAccepted(World.KEY, World.OTHER_KEY);
  }

  @Test
  void theResultIsJsonOnRequest() {
    assertThat(world.run("fleet", "apply", "-q", "[.waiting[] | .key, .state]").out())
        .isEqualTo(
            """
            [
              "acme/bot",
              "DRAINING",
              "acme/ci",
              "DRAINING"
            ]
            """);
  }

  @Test
  void aWorkspaceWithoutItsMintingKeyIsAWarningAndExitCode1() throws Exception {
    Files.writeString(
        home.resolve("fleet.yaml"),
        BEGIN.formatted(world.url()).replace("{env: MINTING}", "{env: NONE}")
            + "- {name: ci, targets: [file:ci.key]}\n");

    World.Run run = apply();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("warning: acme could not be asked: the variable NONE");
  }

  private World.Run apply() {
    return world.run("fleet", "apply");
  }

  private void assertAccepted(String... keys) {
    assertThat(keys).allMatch(key -> world.sandbox().accepts(key));
  }

  private void later(Duration time) {
    clock.ahead = clock.ahead.plus(time);
    world.later(time);
  }

  private void fleet(String... keys) throws IOException {
    Files.writeString(
        home.resolve("fleet.yaml"), BEGIN.formatted(world.url()) + String.join("\n", keys) + "\n");
  }

  private void file(String name, String key) throws IOException {
    Files.writeString(home.resolve(name), key);
    Files.setPosixFilePermissions(home.resolve(name), PosixFilePermissions.fromString("rw-------"));
  }

  private String read(String name) throws IOException {
    return Files.readString(home.resolve(name)).strip();
  }

  /** The files below a directory that hold a text with the shape of a key. */
  private static List<Path> keysIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(
              file -> {
                try {
                  return KeyShapes.find(Files.readString(file)).isPresent();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}

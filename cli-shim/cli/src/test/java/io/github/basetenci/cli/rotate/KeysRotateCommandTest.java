package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysRotateCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    world.trussrc(
        "[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
            .formatted(world.url(), World.KEY));
  }

  @Test
  void aTargetThatIsGoneForGoodIsTakenOutOfTheRotation() {
    assertThat(rotate("-t", "trussrc:baseten", "-t", "command:exit 3").code()).isEqualTo(1);
    assertThat(rotate("--resume", "--drop-target", "command:exit 4").err())
        .contains("--drop-target command:exit 4 is no target of this rotation");

    World.Run run = rotate("--resume", "--drop-target", "command:exit 3");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("command:exit 3 was taken away from the rotation; it may still have the old key");
    assertThat(run.out()).contains("the old key lives on until");
    assertThat(rotate("--resume", "--overlap", "0").code()).isZero();
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
  }

  @Test
  void aRotationWritesEveryTargetAndEndsWithTheWayToFinish() throws IOException {
    World.Run run = rotate("-t", "trussrc:baseten", "-t", "file:key");

    assertThat(run.err()).isEqualTo(managementNote());
    assertThat(run.code()).isZero();
    String prefix = prefix(world.read(world.home().resolve("key")));
    assertThat(run.out())
        .startsWith(
            "Rotated 'marker' (markerkey) to 'marker-2' ("
                + prefix
                + ") in 2 targets; the old key lives on until 20")
        .endsWith("Z\nFinish with: baseten-ci keys rotate markerkey --resume\n");
    assertThat(world.read(world.trussrc())).contains("api_key = " + prefix + ".");
    assertThat(world.sandbox().accepts(World.KEY)).isTrue();
  }

  @Test
  void aResumeFinishesItAfterTheOverlapWithoutAnyOtherFlag() throws IOException {
    rotate("-t", "trussrc:baseten");
    assertThat(rotate("--resume").out()).contains("the old key lives on until");
    world.clockAhead(Duration.ofHours(25));

    World.Run run = rotate("--resume");

    assertThat(run.out())
        .startsWith("Rotated 'marker' (markerkey) to 'marker-2' (")
        .endsWith(") in 1 target; the old key is revoked\n");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertThat(world.run("whoami").code()).isZero();
    assertThat(files()).noneMatch(file -> file.endsWith(".key"));
  }

  @Test
  void withoutAnOverlapItIsDoneAtOnce() {
    World.Run run = rotate("-t", "trussrc:baseten", "--overlap", "0");

    assertThat(run.out()).contains("the old key is revoked");
    assertThat(world.sandbox().keyNames()).contains("marker-2").doesNotContain("marker");
  }

  @Test
  void aMintingKeyRotatesAKeyThatIsNamedByItsPrefixAlone() throws IOException {
    Files.delete(world.trussrc());
    world.set("MINT", World.OTHER_KEY);

    World.Run run =
        rotate("markerkey", "--minting-key-env", "MINT", "-t", "file:key", "--overlap", "0");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertThat(world.sandbox().accepts(World.OTHER_KEY)).isTrue();
  }

  @Test
  void aDryRunShowsThePlanAndChangesNothing() throws IOException {
    List<String> before = files();

    World.Run run = rotate("-t", "trussrc:baseten", "--dry-run", "--overlap", "7d");

    assertThat(run.out())
        .isEqualTo(
            """
            Old key:  'marker' (markerkey)
            New key:  'marker-2'
            Type:     WORKSPACE_MANAGE_ALL
            Team:     Default
            Kept in:  file:%s/.local/state/baseten-ci/rotations/markerkey.key
            Target:   trussrc:baseten
            Overlap:  168h
            Nothing was changed.
            """
                .formatted(world.home()));
    assertThat(files()).isEqualTo(before);
    assertThat(world.sandbox().requests())
        .extracting(request -> request.method())
        .containsOnly("GET");
  }

  @Test
  void theStatusNamesEveryRotationAndItsTargets() {
    assertThat(rotate("--status").out()).isEqualTo("No rotation was begun on this machine.\n");
    assertThat(rotate("--status", "-q", ".rotations | length").out()).isEqualTo("0\n");
    rotate("-t", "trussrc:baseten");

    assertThat(rotate("--status").out())
        .contains("DRAINING since ")
        .contains("and the old key 'marker' (markerkey) still works")
        .contains("\n  WRITTEN   trussrc:baseten\n");
    assertThat(rotate("--status", "-q", ".rotations[].state").out()).isEqualTo("\"DRAINING\"\n");
  }

  @Test
  void aCommandIsGivenTheKeyOnStandardInputAndNothingOfItIsShown() throws IOException {
    World.Run run = rotateAway("-t", "command:cat >got; cat got; env");

    assertThat(run.code()).as(run.err()).isZero();
    String got = world.read(world.home().resolve("got"));
    assertThat(world.sandbox().accepts(got)).isTrue();
    assertThat(run.err()).contains("****");
    assertThat(new LeakFinder(World.KEY, got).find(run.out() + run.err())).isEmpty();
  }

  @Test
  void aTargetThatFailsIsNamedAndTheOldKeyStays() throws IOException {
    World.Run run = rotateAway("-t", "command:exit 7", "-t", "file:key");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("1 of 2 targets could not be written: command:exit 7 ended with exit code 7")
        .contains(
            "go on with 'baseten-ci keys rotate markerkey --resume', or back with 'baseten-ci keys"
                + " rotate markerkey --abort'");
    assertThat(world.sandbox().accepts(World.KEY)).isTrue();
    assertThat(world.sandbox().accepts(world.read(world.home().resolve("key")).strip())).isTrue();
  }

  @Test
  void anAbortPutsTheOldKeyBack() throws IOException {
    String before = world.read(world.trussrc());
    rotate("-t", "trussrc:baseten");

    assertThat(rotate("--abort").err())
        .contains("its text is needed", "--abort' and a key flag that gives the old key");
    World.Run run =
        world.runWithInput(
            World.KEY, "keys", "rotate", "--abort", "--overlap", "0", "--api-key-stdin");

    assertThat(run.out()).startsWith("Rolled back: the old key 'marker' (markerkey) works");
    assertThat(world.read(world.trussrc()))
        .isEqualTo(before.stripTrailing() + "\nauth_type = api_key\n");
    assertThat(world.sandbox().keyNames()).contains("marker").doesNotContain("marker-2");
  }

  @Test
  void aSecondMachineIsToldWhoHasTheName() throws IOException {
    rotateAway("-t", "file:key");
    String prefix = prefix(world.read(world.home().resolve("key")));

    World.Run run = rotateAway("-t", "file:other", "--journal", "elsewhere");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("the name of the new key is taken by 'marker-2' (" + prefix + ")")
        .endsWith("have it deleted with --resume --unclaimed-key " + prefix + "\n");
    assertThat(world.home().resolve("other")).doesNotExist();
  }

  @Test
  void theResultIsJsonWithoutAnyKey() throws IOException {
    World.Run run = rotateAway("-t", "file:key", "-o", "json");

    String key = world.read(world.home().resolve("key")).strip();
    assertThat(run.out()).contains("\"state\": \"DRAINING\"", "\"old_prefix\": \"markerkey\"");
    assertThat(new LeakFinder(World.KEY, key).find(run.out() + run.err())).isEmpty();
  }

  /** The page lists every member, so that none comes or goes unseen. */
  @Test
  void thePageNamesEveryMemberOfTheJson() throws IOException {
    String page = Files.readString(Path.of("../../docs/rotation/command.md"));
    String json = page.substring(page.indexOf("## JSON"), page.indexOf("## Exit codes"));
    String plan = rotate("-t", "trussrc:baseten", "--dry-run", "-o", "json").out();
    String record = rotate("-t", "trussrc:baseten", "-o", "json").out();
    String status = rotate("--status", "-o", "json").out();

    Matcher member = Pattern.compile("\"(\\w+)\":").matcher(plan + record + status);
    Set<String> members = new TreeSet<>();
    while (member.find()) {
      members.add(member.group(1));
    }

    assertThat(members).hasSizeGreaterThan(20);
    assertThat(Pattern.compile("`(\\w+)`").matcher(json).results().map(hit -> hit.group(1)))
        .containsAll(members);
  }

  @Test
  void noFileButTheTargetsAndTheHolderHasAKey() throws IOException {
    rotateAway("-t", "file:key");

    LeakFinder finder = new LeakFinder(World.KEY, world.read(world.home().resolve("key")).strip());
    for (String file : files()) {
      boolean place = file.endsWith("/key") || file.endsWith(".key") || file.endsWith(".trussrc");
      assertThat(finder.find(Files.readString(Path.of(file))).isPresent())
          .as(file)
          .isEqualTo(place);
    }
  }

  @Test
  void theExitCodeIsThatOfTheServersAnswer() {
    world.sandbox().fault(Fault.status("POST", "/v1/", 403, "{\"message\":\"no\"}"));

    World.Run run = rotate("-t", "trussrc:baseten");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("the new key could not be created: ", "no new key is left");
  }

  @Test
  void whereNewKeysAreForbiddenNothingIsCreated() {
    world.sandbox().allow(new NewKeys(true, false));

    World.Run run = rotate("-t", "trussrc:baseten", "--dry-run");

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .endsWith(
            "the organization allows no new keys of type WORKSPACE_MANAGE_ALL; let jobs log in"
                + " without a key, by a trust rule (option --trust-rule)\n");
    assertThat(rotate("-t", "trussrc:baseten").err()).isEqualTo(run.err());
    assertThat(world.sandbox().requests()).noneMatch(call -> call.method().equals("POST"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--overlap 1 | no target is given; name each of them with --target",
        "-t nowhere | --target is none of trussrc:REMOTE, profile:NAME, file:PATH, command:SHELL",
        "-t file: | --target file: lacks what follows the colon: file:PATH",
        "--dry-run --resume | --dry-run and --resume are mutually exclusive",
        "--orphan x | --unclaimed-key goes with --resume or --abort",
        "--unclaimed-key x | --unclaimed-key goes with --resume or --abort",
        "--drop-target file:x | --drop-target goes with --resume or --abort",
        "a.b -t file:key | PREFIX is the part of the key before its first dot, not the key",
        "-t file:key --parallel 0 | --parallel must be 1 or more",
        "-t file:key --overlap soon | use a number of seconds, or one with s, m, h or d, as in 24h",
        "-t file:key --minting-key-env NOT_SET | --minting-key-env names a variable that is not"
            + " set",
        "-t file:key --minting-key-stdin --api-key-stdin | are mutually exclusive",
        "-t file:key --remote-url http://localhost:1 | --remote-url goes with a key flag"
      })
  void aContradictionIsAUsageError(String flags, String sentence) {
    World.Run run = rotate(flags.split(" "));

    assertThat(run.err()).contains(sentence);
    assertThat(run.code()).isEqualTo(2);
    assertThat(world.sandbox().keyNames()).doesNotContain("marker-2");
  }

  @Test
  void severalUnfinishedRotationsAskWhichOneIsMeant() {
    world.set("MINT", World.OTHER_KEY);
    rotateAway("-t", "file:key");
    rotate("invokeky", "-t", "file:invoke", "--not-environment-scoped");

    World.Run run = rotate("--resume");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("several rotations are unfinished", "invokeky, markerkey");
    assertThat(rotate("invokeky", "--resume").code()).isZero();
  }

  @Test
  void aKeyThatMayBeLimitedToEnvironmentsIsRefusedWithTheFlagThatStatesThatItIsNot() {
    world.set("MINT", World.OTHER_KEY);

    World.Run run = rotate("invokeky", "-t", "file:invoke");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .endsWith(
            ".\na key that is limited to environments cannot be copied, and cannot be told from one"
                + " that is not: if this one is not, state so (option --not-environment-scoped, or"
                + " the policy of its credential)\n");
  }

  private World.Run rotate(String... flags) {
    return world.run(
        Stream.concat(Stream.of("keys", "rotate"), Stream.of(flags)).toArray(String[]::new));
  }

  /** Where the login of this machine is no target. */
  private World.Run rotateAway(String... flags) {
    return rotate(
        Stream.concat(Stream.of("--leave-behind", "trussrc:baseten"), Stream.of(flags))
            .toArray(String[]::new));
  }

  private String managementNote() {
    return "Management calls go to " + world.url() + " (BASETEN_MANAGEMENT_API_URL_OVERRIDE).\n";
  }

  private static String prefix(String key) {
    return key.substring(0, key.indexOf('.'));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(world.home())) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}

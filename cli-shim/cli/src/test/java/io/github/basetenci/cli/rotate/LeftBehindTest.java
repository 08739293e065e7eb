package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.shim.World;
import io.github.basetenci.store.BasetenKeyring;
import io.github.basetenci.store.FakeKeyring;
import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rotation takes the key of no login on this machine without saying so before. */
class LeftBehindTest {
  private static final KeyringEntry PROFILE = BasetenKeyring.entry("baseten");

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("MINT", World.OTHER_KEY).set("GIVEN", World.KEY);
  }

  /**
   * What holds the old key, the flags of the rotation, and what the refusal names; {@code K} is the
   * key, {@code U} the URL of the server, {@code H} the home directory.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "login | -t file:key | trussrc:baseten, profile:baseten",
        "login | -t file:key --overlap 0 | trussrc:baseten, profile:baseten",
        "login | -t trussrc:baseten | profile:baseten",
        "login | -t profile:baseten | trussrc:baseten",
        "login | -t file:key --api-key-file given | trussrc:baseten, profile:baseten, file:H/given",
        "login | -t file:key --api-key-env GIVEN | trussrc:baseten, profile:baseten",
        "login | markerkey -t file:key --minting-key-env MINT | trussrc:baseten, profile:baseten",
        "login | markerkey -t file:key --minting-key-file given"
            + " | trussrc:baseten, profile:baseten, file:H/given",
        "login | -t file:key --dry-run | trussrc:baseten, profile:baseten",
        "login | -t file:key --resume | trussrc:baseten, profile:baseten",
        "remote | -t file:key | trussrc:work",
        "profile | -t file:key | profile:work",
        "label | -t file:key --api-key-env GIVEN | label:work@U",
        "file | -t file:key | file:H/given",
        "file | -t file:key --dry-run | file:H/given",
        "link | -t file:key | file:H/link",
      })
  void whatHoldsTheOldKeyAndIsNoTargetIsNamedBeforeAnythingIsCreated(
      String holds, String flags, String named) throws IOException {
    hold(holds);
    List<String> before = files();

    World.Run run = rotate(flags.split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "nothing was changed: the key 'marker' (markerkey) would stop working in "
                + named.replace("U", world.url()).replace("H/", world.home() + "/")
                + ", which no target writes; ")
        .contains("--leave-behind");
    assertThat(world.sandbox().keyNames()).doesNotContain("marker-2");
    assertThat(files()).isEqualTo(before);
    assertThat(new LeakFinder(World.KEY).find(run.out() + run.err())).isEmpty();
  }

  @Test
  void aKeyInTheKeyringIsNamedTooAndIsReplacedThere() throws IOException {
    FakeKeyring keyring = new FakeKeyring();
    world.keyring(() -> keyring);
    hold("login");
    assertThat(keyring.entries().get(PROFILE)).isEqualTo(World.KEY);

    assertThat(rotate("-t", "file:key").err()).contains("trussrc:baseten, profile:baseten");
    assertThat(keyring.entries().get(PROFILE)).isEqualTo(World.KEY);

    World.Run run = rotate("-t", "trussrc:baseten", "-t", "profile:baseten");
    assertThat(run.code()).as(run.err()).isZero();
    String now = String.valueOf(keyring.entries().get(PROFILE));
    assertThat(now).isNotEqualTo(World.KEY);
    assertThat(world.read(world.trussrc())).contains("api_key = " + now);
    assertThat(world.read(world.authJson())).doesNotContain(now);
  }

  @Test
  void aLockedKeyringMayHoldTheOldKeyAndStopsTheRotation() throws IOException {
    FakeKeyring keyring = new FakeKeyring();
    world.keyring(() -> keyring);
    hold("login");
    keyring.lock();
    List<String> before = files();

    World.Run run = rotate("-t", "trussrc:baseten", "--api-key-env", "GIVEN");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "nothing was changed: the key 'marker' (markerkey) may stop working in"
                + " profile:baseten, which could not be searched for it: the keyring is locked; add"
                + " each with --target, or say with --leave-behind NAME that it may");
    assertThat(rotate("-t", "profile:baseten", "--api-key-env", "GIVEN").err())
        .contains(
            "profile:baseten has its key in the system keyring, which could not be read: the"
                + " keyring is locked");
    assertThat(world.sandbox().keyNames()).doesNotContain("marker-2");
    assertThat(files()).isEqualTo(before);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "login | -t trussrc:baseten -t profile:baseten",
        "login | -t trussrc:baseten --leave-behind profile:baseten",
        "login | -t file:key --leave-behind trussrc:baseten --leave-behind profile:baseten",
        "labelled | -t profile:work",
        "remote | -t trussrc:work",
        "label | -t file:key --api-key-env GIVEN --leave-behind label:work@U",
        "file | -t file:given",
        "file | -t file:link --api-key-env GIVEN",
        "link | -t file:given",
        "file | -t file:key --leave-behind file:given",
        "file | -t file:key --leave-behind file:H/given",
        "other | -t file:key --api-key-env GIVEN",
        "same-prefix | -t file:key --api-key-env GIVEN",
      })
  void whereEveryHolderIsATargetOrMayBeLeftBehindTheRotationRuns(String holds, String flags)
      throws IOException {
    hold(holds);
    Files.createSymbolicLink(world.home().resolve("link2"), world.home().resolve("given"));

    World.Run run =
        rotate(
            (flags + " --overlap 0")
                .replace("U", world.url())
                .replace("H/", world.home() + "/")
                .replace("file:link", "file:link2")
                .split(" "));

    assertThat(run.err()).doesNotContain("nothing was changed");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.sandbox().keyNames()).contains("marker-2").doesNotContain("marker");
  }

  @Test
  void theLoginThatTheKeyWasTakenFromStillWorksAfterTheRefusedRotation() {
    world.set("BASETEN_API_KEY", World.KEY);
    assertThat(world.run("auth", "login").code()).isZero();
    world.unset("BASETEN_API_KEY");

    World.Run run = rotate("-t", "file:F", "--overlap", "0");

    assertThat(run.code()).isEqualTo(1);
    assertThat(world.run("whoami").code()).isZero();
  }

  @Test
  void aPlanShowsWhatIsLeftBehind() throws IOException {
    hold("login");
    String[] flags = {
      "-t", "trussrc:baseten", "--leave-behind", "profile:baseten", "--dry-run", "-o"
    };

    assertThat(rotate(with(flags, "text")).out())
        .contains("Left:     profile:baseten, which keeps the old key and stops working\n");
    assertThat(rotate(with(flags, "json", "-q", ".plan.left_behind")).out())
        .isEqualToIgnoringWhitespace("[\"profile:baseten\"]");
  }

  @Test
  void aLoginThatIsMadeMeanwhileWithTheOldKeyStopsTheRevocationUntilItIsGone() throws IOException {
    hold("remote");
    assertThat(rotate("-t", "trussrc:work").code()).isZero();
    world.set("BASETEN_API_KEY", World.KEY);
    assertThat(world.run("auth", "login", "--remote", "late", "--store", "truss").code()).isZero();
    world.unset("BASETEN_API_KEY");
    world.clockAhead(Duration.ofHours(25));

    World.Run stopped = rotate("--resume", "--minting-key-env", "MINT");

    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.err())
        .contains(
            "the old key 'marker' (markerkey) is still in trussrc:late, so it was not revoked")
        .contains("--resume --leave-behind");
    assertThat(world.sandbox().accepts(World.KEY)).isTrue();

    assertThat(world.run("auth", "logout", "--remote", "late").code()).isZero();
    World.Run done = rotate("--resume", "--minting-key-env", "MINT");
    assertThat(done.out()).as(done.err()).contains("the old key is revoked");
  }

  @Test
  void whatMayBeLeftBehindIsRememberedForTheNextRun() throws IOException {
    hold("login");
    rotate("-t", "trussrc:baseten", "--leave-behind", "profile:baseten");
    world.clockAhead(Duration.ofHours(25));

    World.Run run = rotate("--resume", "--remote", "baseten");

    assertThat(run.out()).as(run.err()).contains("the old key is revoked");
    assertThat(run.err()).contains("profile:baseten was left behind");
  }

  @Test
  void aLateLoginCanBeLeftBehindByName() throws IOException {
    hold("remote");
    rotate("-t", "trussrc:work");
    world.trussrc(world.read(world.trussrc()) + section("late", World.KEY));
    world.clockAhead(Duration.ofHours(25));

    World.Run run =
        rotate("--resume", "--minting-key-env", "MINT", "--leave-behind", "trussrc:late");

    assertThat(run.out()).as(run.err()).contains("the old key is revoked");
  }

  @Test
  void aLoginWithTheNewKeyStopsAnAbortBeforeThatKeyIsDeleted() throws IOException {
    hold("remote");
    rotate("-t", "trussrc:work");
    String newKey = world.read(world.trussrc()).replaceAll("(?s).*api_key = (\\S+).*", "$1");
    world.trussrc(world.read(world.trussrc()) + section("late", newKey));

    World.Run run = rotate("--abort", "--api-key-env", "GIVEN", "--overlap", "0");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("the new key 'marker-2' (", ") is still in trussrc:late, so it was not deleted");
    assertThat(world.sandbox().accepts(newKey)).isTrue();
    assertThat(
            rotate(
                    "--abort",
                    "--api-key-env",
                    "GIVEN",
                    "--overlap",
                    "0",
                    "--leave-behind",
                    "trussrc:late")
                .out())
        .startsWith("Rolled back");
  }

  @Test
  void aVariableWithTheOldKeyIsNamed() throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);

    World.Run run = rotate("-t", "file:key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("warning: the variable BASETEN_API_KEY holds the key that is");
    assertThat(new LeakFinder(World.KEY).find(run.out() + run.err())).isEmpty();
  }

  @Test
  void aVariableWithAnotherKeyIsNotNamed() throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);

    World.Run run = rotate("otherkey", "-t", "file:key", "--minting-key-env", "BASETEN_API_KEY");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("the variable");
  }

  @Test
  void aStoreThatCannotBeReadIsSaidAndStopsNothing() throws IOException {
    world.authJson("{ no json");

    World.Run run = rotate("-t", "file:key", "--api-key-env", "GIVEN");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("warning: ", "auth.json", "was not searched for the old key");
  }

  @Test
  void withoutAHomeDirectoryThereIsNothingToSearch() throws IOException {
    world.unset("HOME");

    World.Run run = rotate("-t", "file:key", "--api-key-env", "GIVEN", "--journal", "journal");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("searched");
  }

  @ParameterizedTest
  @CsvSource({World.KEY, "baseten", "file:", "command:x", "trussrc"})
  void aNameThatIsNoneOfARefusalIsAUsageErrorThatDoesNotShowIt(String name) {
    World.Run run = rotate("-t", "file:key", "--api-key-env", "GIVEN", "--leave-behind", name);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--leave-behind takes a name as the refusal prints it");
    assertThat(new LeakFinder(World.KEY).find(run.err())).isEmpty();
  }

  private void hold(String what) throws IOException {
    keyFile("given", what.equals("other") ? World.OTHER_KEY : World.KEY);
    switch (what) {
      case "login" -> {
        world.set("BASETEN_API_KEY", World.KEY);
        assertThat(world.run("auth", "login").code()).isZero();
        world.unset("BASETEN_API_KEY");
      }
      case "remote" -> world.trussrc(section("work", World.KEY));
      case "profile" -> world.authJson(profile("work", World.KEY));
      case "label" -> world.authJson("{\"version\": 1, " + hosts() + "}");
      case "labelled" ->
          world.authJson(profile("work", World.KEY).replaceFirst("\\{", "{" + hosts() + ","));
      case "file", "other" -> world.set("BASETEN_API_KEY_FILE", "given");
      case "link" -> {
        Files.createSymbolicLink(world.home().resolve("link"), world.home().resolve("given"));
        world.set("BASETEN_API_KEY_FILE", world.home().resolve("link").toString());
      }
      case "same-prefix" -> world.trussrc(section("work", "markerkey.another-secret-behind-it"));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void keyFile(String name, String key) throws IOException {
    Path file = Files.writeString(world.home().resolve(name), key + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private String section(String name, String key) {
    return "[%s]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
        .formatted(name, world.url(), key);
  }

  private String profile(String name, String key) {
    return """
    {"version": 1, "current": "%1$s", "profiles": {"%1$s": {"remote_url": "%2$s",
    "auth_type": "api_key", "api_key": "%3$s"}}}
    """
        .formatted(name, world.url(), key);
  }

  private String hosts() {
    return """
    "hosts": {"%s": {"active_user": "work", "users": {"work":
    {"auth_type": "api_key", "api_key": "%s"}}}}
    """
        .formatted(world.url(), World.KEY);
  }

  private static String[] with(String[] flags, String... more) {
    return Stream.concat(Stream.of(flags), Stream.of(more)).toArray(String[]::new);
  }

  private World.Run rotate(String... flags) {
    return world.run(with(new String[] {"keys", "rotate"}, flags));
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(world.home())) {
      for (Path file :
          all.filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith(".lock"))
              .sorted()
              .toList()) {
        files.add(file + " " + Files.readString(file));
      }
    }
    return files;
  }
}

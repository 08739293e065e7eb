package io.github.basetenci.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an earlier version of the command left is read, and gone on with. {@link CommandRecorder}
 * made it.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it was recorded with the paths of POSIX")
class RecordedCommandTest {
  private static final Pattern TAKEN = Pattern.compile("taken by '[^']*' \\((\\w+)\\)");
  private static final Pattern API_KEY = Pattern.compile("(?s).*api_key = (\\S+).*");

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"login", "login-with-label"})
  void aLoginIsUsedAndLoggedOut(String name) throws IOException {
    try (World world = Recording.newest(name).unpack(home)) {
      World.Run status = world.run("auth", "status", "-o", "json");
      assertThat(status.code()).as(status.err()).isZero();
      assertThat(status.out()).contains("logged_in").contains("markerkey");
      assertThat(world.read(world.trussrc())).contains("team = Default");
      String profile = name.equals("login") ? "baseten" : "bot";
      for (String[] store : new String[][] {{"--remote", "baseten"}, {"--profile", profile}}) {
        World.Run whoami = world.run("whoami", store[0], store[1]);
        assertThat(whoami.code()).as(whoami.err()).isZero();
      }

      World.Run logout = world.run("auth", "logout");

      assertThat(logout.code()).as(logout.err()).isZero();
      assertThat(world.trussrc()).doesNotExist();
      assertThat(world.authJson()).doesNotExist();
    }
  }

  @Test
  void theRecordedLoginsHaveEachLayoutOfTheFile() throws IOException {
    try (World world = Recording.newest("login-with-label").unpack(home)) {
      assertThat(world.read(world.authJson()))
          .contains("\"profiles\"", "\"hosts\"", "\"active_user\": \"bot\"");
    }
  }

  @Test
  void theFilesOfAKilledExecAreRemovedByTheNextOne() throws Exception {
    try (World world = Recording.newest("exec").unpack(home)) {
      Path temporary = home.resolve("temporary");
      world.set("BASETEN_API_KEY", World.KEY).set("TMPDIR", temporary.toString());
      world.set("PATH", System.getenv("PATH"));
      Path left;
      try (Stream<Path> entries = Files.list(temporary)) {
        left = entries.reduce((a, b) -> null).orElseThrow().toRealPath();
      }
      assertThat(left.resolve("trussrc")).content().contains(World.KEY);
      assertThat(left.resolve("auth.json")).content().contains(World.KEY);
      Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

      World.Run run = world.run("exec", "-v", "--allow-unknown-remote", "--", "true");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err()).contains("Removed " + left + ", which a killed run had left.");
      assertThat(left).doesNotExist();
    }
  }

  static List<String> rotations() throws IOException {
    return Recording.below("rotations");
  }

  @Test
  void aRotationIsRecordedInEachState() throws IOException {
    assertThat(rotations())
        .containsExactly(
            "rotations/created",
            "rotations/distributed",
            "rotations/draining",
            "rotations/draining-revoked",
            "rotations/going-back",
            "rotations/held",
            "rotations/planned",
            "rotations/planned-key-made",
            "rotations/revoked",
            "rotations/verified",
            "rotations/waiting");
  }

  @ParameterizedTest
  @MethodSource("rotations")
  void anUnfinishedRotationIsShownAndFinished(String name) throws IOException {
    try (World world = Recording.newest(name).unpack(home)) {
      world.set("MINT", World.PERSONAL_KEY).set("PATH", System.getenv("PATH"));
      boolean back = name.endsWith("going-back");
      assertThat(state(world)).isEqualTo(recordedState(name));
      World.Run text = world.run("keys", "rotate", "--status");
      assertThat(text.out())
          .contains(
              "  trussrc:baseten\n", "  file:" + home.resolve("key") + "\n", "  command:cat ");
      // The time for which the old key lives on has passed since, by the clock of whoever resumes.
      world.clockAhead(Duration.ofDays(2));

      StringBuilder story = new StringBuilder();
      List<String> unclaimedKey = new ArrayList<>();
      for (int run = 0; run < 2 && !state(world).matches("DONE|ROLLED_BACK"); run++) {
        List<String> line =
            new ArrayList<>(
                List.of("keys", "rotate", "markerkey", "--minting-key-env", "MINT", "--resume"));
        line.addAll(unclaimedKey);
        World.Run resumed = world.run(line.toArray(String[]::new));
        story.append(resumed).append('\n');
        Matcher taken = TAKEN.matcher(resumed.err());
        if (taken.find()) {
          unclaimedKey = List.of("--orphan", taken.group(1));
        }
      }

      assertThat(state(world)).as("%s", story).isEqualTo(back ? "ROLLED_BACK" : "DONE");
      assertThat(world.sandbox().keyNames())
          .filteredOn(key -> key.startsWith("marker"))
          .containsExactly(back ? "marker" : "marker-2");
      String key = world.read(home.resolve("key")).strip();
      assertThat(world.sandbox().accepts(key)).as("%s", story).isTrue();
      assertThat(key.equals(World.KEY)).isEqualTo(back);
      assertThat(world.read(home.resolve("third")).strip()).isEqualTo(key);
      Matcher stored = API_KEY.matcher(world.read(world.trussrc()));
      assertThat(stored.matches()).isTrue();
      assertThat(stored.group(1)).isEqualTo(key);
      assertThat(home.resolve(".local/state/baseten-ci/rotations/markerkey.key")).doesNotExist();
    }
  }

  private static String state(World world) {
    World.Run run = world.run("keys", "rotate", "--status", "-q", ".rotations[].state");
    assertThat(run.code()).as(run.err()).isZero();
    return run.out().strip().replace("\"", "");
  }

  private static String recordedState(String name) {
    String state = name.substring(name.indexOf('/') + 1);
    return switch (state) {
      case "waiting", "draining-revoked" -> "DRAINING";
      // Each target has the old key back, and the new one lives on for a while.
      case "going-back" -> "VERIFIED";
      case "planned-key-made" -> "PLANNED";
      default -> state.toUpperCase(Locale.ROOT);
    };
  }
}

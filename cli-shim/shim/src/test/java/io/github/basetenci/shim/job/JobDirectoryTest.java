package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logout undoes the login of its own job, wherever that was killed, and touches nothing else. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes and owners are those of POSIX")
class JobDirectoryTest {
  @TempDir Path home;
  private World world;
  private Path directory;

  @BeforeEach
  void begin() throws IOException {
    home = home.toRealPath();
    directory = home.resolve("login");
    world =
        new World(home)
            .set("BASETEN_API_KEY", World.KEY)
            .set("BASETEN_CI_JOB_DIRECTORY", directory.toString());
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  /** A login writes these in this order, and nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aLoginThatWasKilledIsUndone(int writes) throws Exception {
    JobDirectory killed = JobDirectory.create(directory, false);
    if (writes == 1) {
      killed.write(".login.json.new", "{\"form".getBytes(StandardCharsets.UTF_8));
    }
    if (writes >= 2) {
      killed.writeRecord(
          new JobRecord(
              ExportFormat.bash,
              SavedVariables.of(directory.toString(), Map.of("BASETEN_PROFILE", "x"), name -> ""),
              null,
              ""));
    }
    for (String file : List.of("auth.json", "trussrc").subList(0, Math.max(0, writes - 2))) {
      killed.write(file, World.KEY.getBytes(StandardCharsets.UTF_8));
    }

    World.Run run = world.run("job", "logout");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aLogoutThatWasKilledCanBeRepeated() throws IOException {
    login();
    Files.delete(directory.resolve("trussrc"));

    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(home).isEmptyDirectory();
    assertThat(world.run("job", "logout").err()).contains("Nothing to log out of");
  }

  @Test
  void whatATaskPutIntoItGoesAndNoLinkIsFollowed() throws IOException {
    Path kept = Files.writeString(Files.createDirectory(home.resolve("kept")).resolve("f"), "");
    login();
    Files.createSymbolicLink(directory.resolve("link"), kept.getParent());
    Files.createDirectories(directory.resolve("a/b"));

    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(directory).doesNotExist();
    assertThat(kept).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "GITLAB_CI,CI_PROJECT_DIR,CI_JOB_ID",
    "GITHUB_ACTIONS,RUNNER_TEMP,GITHUB_JOB",
    "TF_BUILD,AGENT_TEMPDIRECTORY,SYSTEM_JOBID",
    "BUILDKITE,TMPDIR,BUILDKITE_JOB_ID",
    "CIRCLECI,TMPDIR,CIRCLE_WORKFLOW_JOB_ID",
    "BITBUCKET_BUILD_NUMBER,TMPDIR,BITBUCKET_STEP_UUID"
  })
  void twoJobsOfOneUserOnOneMachineNeverUndoEachOther(String mark, String place, String id)
      throws IOException {
    world
        .unset("BASETEN_CI_JOB_DIRECTORY")
        .set(mark, "true")
        .set(place, Files.createDirectory(home.resolve("work")).toString())
        .set("GITHUB_RUN_ID", "1")
        .set("GITHUB_RUN_ATTEMPT", "1")
        .set("BUILD_BUILDID", "1")
        .set("BITBUCKET_PIPELINE_UUID", "{1}");
    world.set(id, "one");
    assertThat(world.run("job", "login", "--export", "bash").code()).isZero();
    List<Path> first = files();
    world.set(id, "two");
    assertThat(world.run("job", "login", "--export", "bash").code()).isZero();

    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(files()).isEqualTo(first).hasSize(3);
    assertThat(world.run("job", "logout").err()).contains("Nothing to log out of");
    assertThat(files()).isEqualTo(first);

    world.set(id, "one");
    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void aJobWhoseIdIsNotKnownNeedsADirectory() {
    world.unset("BASETEN_CI_JOB_DIRECTORY").set("GITLAB_CI", "true").set("CI_JOB_ID", "");

    assertThat(world.run("job", "logout").code()).isEqualTo(2);
  }

  @Test
  void aDirectoryThatOthersCanEnterIsLeftAlone() throws IOException {
    login();
    mode(directory, "rwxr-xr-x");

    refuses("is not private to the user who runs this");
  }

  @Test
  void aDirectoryOfAnotherUserIsLeftAloneAlsoByRoot() throws IOException {
    login();
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root gives files away");
    for (Path each : List.of(directory.resolve("login.json"), directory)) {
      Files.setAttribute(each, "unix:uid", 1001, LinkOption.NOFOLLOW_LINKS);
    }

    refuses("is not private to the user who runs this");
  }

  @Test
  void aRecordThatOthersCanWriteIsNotObeyed() throws IOException {
    login();
    mode(directory.resolve("login.json"), "rw-rw-rw-");

    refuses("is not the record of a login, so nothing was deleted");
  }

  @Test
  void aRecordOfOtherVariablesIsNotObeyed() throws IOException {
    login();
    Path record = directory.resolve("login.json");
    Files.writeString(record, Files.readString(record).replace("BASETEN_PROFILE", "LD_PRELOAD"));

    refuses("is not the record of a login, so nothing was deleted");
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsNotFollowed() throws IOException {
    login();
    Files.move(directory, home.resolve("moved"));
    Files.createSymbolicLink(directory, home.resolve("moved"));

    refuses("is no directory of a login, so nothing was deleted");
  }

  @Test
  void aLinkOnTheWayToTheDirectoryIsNotFollowed() throws IOException {
    Path above = Files.createDirectory(home.resolve("above"));
    directory = above.resolve("login");
    world.set("BASETEN_CI_JOB_DIRECTORY", directory.toString());
    login();
    Files.move(above, home.resolve("moved"));
    Files.createSymbolicLink(above, home.resolve("moved"));

    refuses("was moved, or a symbolic link leads to it");
  }

  @Test
  void aDirectoryOfSomebodysOwnIsLeftAlone() throws IOException {
    Files.createDirectory(directory);
    mode(directory, "rwx------");
    Files.writeString(directory.resolve("mine"), "");

    refuses("holds no record of a login, so nothing was deleted");
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Files.writeString(directory, "");

    refuses("is no directory of a login, so nothing was deleted");
  }

  private void login() {
    World.Run run =
        world.run(
            "job",
            "login",
            "--export",
            "bash",
            "--allow-unknown-remote",
            "--directory",
            directory.toString());
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void refuses(String sentence) throws IOException {
    List<Path> before = files();

    World.Run run = world.run("job", "logout");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(home)) {
      return found
          .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}

package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A login for the rest of a job, and the logout that undoes it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
class JobCommandTest {
  @TempDir Path home;
  private World world;
  private Path directory;

  @BeforeEach
  void begin() throws IOException {
    home = home.toRealPath();
    directory = home.resolve("login");
    world = new World(home).set("BASETEN_API_KEY", World.KEY);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void aLoginIsPrivateNamesNoKeyAndIsGoneAfterItsLogout() throws IOException {
    JsonObject set = login("json").object("set");

    assertThat(set.members().keySet())
        .containsExactlyInAnyOrder(
            "BASETEN_CI_JOB_DIRECTORY",
            "BASETEN_CONFIG_DIR",
            "BASETEN_PROFILE",
            "BASETEN_TRUSS_AUTH_KEYRING_DISABLED",
            "TRUSS_NO_UPDATE_CHECK",
            "USER_TRUSSRC_PATH");
    assertThat(new LeakFinder(World.KEY).find(set.toString())).isEmpty();
    assertThat(Files.readString(Path.of(set.string("USER_TRUSSRC_PATH")))).contains(World.KEY);
    assertThat(Files.readString(Path.of(set.string("BASETEN_CONFIG_DIR"), "auth.json")))
        .contains(World.KEY);
    for (Path each : all(directory)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
    }

    take(set);
    World.Run logout = world.run("job", "logout");

    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(Json.compact(json(logout.out())))
        .contains("USER_TRUSSRC_PATH", "BASETEN_CONFIG_DIR", "BASETEN_CI_JOB_DIRECTORY");
    assertThat(directory).doesNotExist();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void aLoginSaysWhoItIsOnStandardErrorAndInJsonThere() {
    World.Run run = run("login", "--export", "bash", "-o", "json");

    assertThat(run.err())
        .contains(
            "Logged in with key markerkey**** (acme) as profile baseten for the rest of the job.",
            "\"directory\":\"" + directory + "\"",
            "\"verified\":true");
    assertThat(run.out()).startsWith("export BASETEN_CI_JOB_DIRECTORY='" + directory + "';\n");
  }

  @Test
  void aKeyIsInAVariableOnlyWhereThatIsAskedFor() throws IOException {
    JsonObject set = login("json", "--export-secret").object("set");

    assertThat(set.string("BASETEN_API_KEY")).isEqualTo(World.KEY);
    assertThat(set.string("BASETEN_REMOTE_URL")).isEqualTo(world.url());
  }

  @Test
  void aLoginWithoutFilesIsInVariablesAlone() throws IOException {
    JsonObject set = login("json", "--export-secret", "--file-less").object("set");

    assertThat(set.string("BASETEN_TRUSS_AUTH_API_KEY")).isEqualTo(World.KEY);
    assertThat(all(directory)).containsExactly(directory, directory.resolve("login.json"));
    take(set);
    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(directory).doesNotExist();
  }

  @Test
  void aKeyThatWouldHideTheFilesIsUnsetAndHandedBackOnlyWhereThatIsAskedFor() throws IOException {
    world.set("TEAM_KEY", World.OTHER_KEY);
    List<String> flags = List.of("--api-key-env", "TEAM_KEY", "--remote-url", world.url());
    JsonObject exported = login("json", flags.toArray(String[]::new));
    assertThat(Json.compact(exported)).contains("BASETEN_API_KEY", "BASETEN_REMOTE_URL");
    take(exported.object("set"));
    world.unset("BASETEN_API_KEY").unset("BASETEN_REMOTE_URL");

    World.Run logout = world.run("job", "logout");

    assertThat(json(logout.out()).object("set").string("BASETEN_REMOTE_URL"))
        .isEqualTo(world.url());
    assertThat(logout.out() + logout.err()).doesNotContain(World.KEY);
    assertThat(logout.err()).contains("is not handed back; pass --export-secret to job logout");

    world.set("BASETEN_API_KEY", World.KEY).set("BASETEN_REMOTE_URL", world.url());
    take(login("json", flags.toArray(String[]::new)).object("set"));
    world.unset("BASETEN_API_KEY");
    World.Run asked = world.run("job", "logout", "--export-secret");
    assertThat(json(asked.out()).object("set").string("BASETEN_API_KEY")).isEqualTo(World.KEY);
  }

  @Test
  void variablesGoBackToWhatTheyWereUnlessAStepHasChangedThem() throws IOException {
    world.set("BASETEN_PROFILE", "mine").set("USER_TRUSSRC_PATH", "/mine");
    take(login("json", "--api-key-env", "BASETEN_API_KEY").object("set"));
    world.set("BASETEN_CONFIG_DIR", "/changed");

    JsonObject back = json(world.run("job", "logout").out());

    assertThat(back.object("set").string("BASETEN_PROFILE")).isEqualTo("mine");
    assertThat(back.object("set").string("USER_TRUSSRC_PATH")).isEqualTo("/mine");
    assertThat(back.toString()).doesNotContain("BASETEN_CONFIG_DIR");
  }

  @Test
  void severalAccountsAreOneLogin() throws IOException {
    world.set("STAGING_KEY", World.OTHER_KEY);
    String staging = "remote=staging,key-env=STAGING_KEY,team=blue,remote-url=" + world.url();
    JsonObject set =
        login("json", "--api-key-env", "BASETEN_API_KEY", "--remotes", staging).object("set");

    assertThat(set.string("BASETEN_PROFILE")).isEqualTo("baseten");
    assertThat(Files.readString(Path.of(set.string("USER_TRUSSRC_PATH"))))
        .contains("[baseten]", "[staging]", World.KEY, World.OTHER_KEY, "team = blue");
  }

  @Test
  void anUnknownRemoteIsNotWrittenForTruss() throws IOException {
    World.Run run = world.run("job", "login", "--export", "bash", "--directory", "login");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("is none of the remotes that truss knows");
    assertThat(Files.readString(directory.resolve("trussrc"))).doesNotContain(World.KEY);
  }

  @Test
  void aRefusedKeyMakesNothing() {
    world.set("BASETEN_API_KEY", "nobodys1.0123456789ABCDEFGHIJKLMNOPQRSTUV");

    assertThat(run("login", "--export", "bash").code()).isEqualTo(3);
    assertThat(run("login", "--export", "bash", "--expect-workspace", "x").out()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @Test
  void theRunnerOfGitHubGetsMasksAndItsFile() throws Exception {
    Path file = Files.writeString(home.resolve("env"), "A=b\n");
    world.set("GITHUB_ENV", file.toString());

    World.Run run = run("login", "--export", "github");

    assertThat(run.out().lines())
        .containsExactlyElementsOf(
            KeyForms.of(ApiKey.of(World.KEY)).stream()
                .map(form -> "::add-mask::" + form.replace("%", "%25"))
                .toList());
    assertThat(Files.readString(file)).startsWith("A=b\n").contains("USER_TRUSSRC_PATH<<");
    assertThat(Files.readString(file)).doesNotContain(World.KEY);

    world.set("BASETEN_CONFIG_DIR", directory.toString());
    run("logout");
    assertThat(Files.readString(file)).containsPattern("BASETEN_CONFIG_DIR<<\\S+\n\n");
  }

  @Test
  void aFileOfVariablesIsAppendedToAndPrivate() throws IOException {
    World.Run run = run("login", "--export", "dotenv", "--export-file", "baseten.env");

    assertThat(run.out()).isEmpty();
    Path file = home.resolve("baseten.env");
    assertThat(Files.readString(file))
        .startsWith("BASETEN_CI_JOB_DIRECTORY=" + directory + "\n")
        .doesNotContain(World.KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    world.set("BASETEN_PROFILE", "baseten");
    assertThat(run("logout", "--export-file", "baseten.env").code()).isZero();
    assertThat(Files.readString(file)).endsWith("BASETEN_PROFILE=\n");
  }

  @Test
  void aDirectoryWhoseNameADotenvFileCannotHoldLeavesNothing() {
    World.Run run =
        world.run(
            "job",
            "login",
            "--export",
            "dotenv",
            "--export-file",
            "baseten.env",
            "--directory",
            "a b");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("readers of dotenv files");
    assertThat(home.resolve("a b")).doesNotExist();
    assertThat(home.resolve("baseten.env")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "login | --export is missing: say how later steps get the variables",
        "login --export dotenv | --export dotenv needs --export-file, the file to write",
        "login --export dotenv --export-file f --export-secret | --export-secret and --export"
            + " dotenv are mutually exclusive",
        "login --export github | --export github needs the variable GITHUB_ENV",
        "login --export bash --file-less | --file-less puts the key into variables",
        "login --export bash --export-file= | --export-file is empty; give a path",
        "login --export bash --directory= | --directory is empty; give a path",
        "login --export bash --directory d --no-verify --expect-workspace x | are mutually"
            + " exclusive",
        "login --export bash --directory d --remote-url https://x.test | --remote-url goes with a"
            + " key flag",
        "logout --export dotenv | --export dotenv needs --export-file, the file to write",
        "login --export fish | --export",
        "login --export bash | the variables tell of no job of a CI that is known here"
      })
  void aContradictionIsAUsageErrorAndMakesNothing(String line, String sentence) throws IOException {
    List<Path> before = all(home);

    World.Run run = world.run(("job " + line).split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertThat(run.out()).isEmpty();
    assertThat(all(home)).isEqualTo(before);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aNameThatHoldsTheKeyIsNeverExported() {
    world.unset("BASETEN_API_KEY");
    World.Run run =
        world.runWithInput(
            World.KEY,
            "job",
            "login",
            "--export",
            "bash",
            "--directory",
            "login",
            "--api-key-stdin",
            "--profile",
            "https://" + World.KEY);

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("BASETEN_PROFILE would hold the key in later steps");
    assertThat(run.out() + run.err()).doesNotContain(World.KEY);
    assertThat(directory).doesNotExist();
  }

  @Test
  void aLoginWhoseVariablesNobodyGetsIsTakenBack() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    World.Run run =
        world.runInto(
            new PrintStream(broken, false, StandardCharsets.UTF_8),
            "",
            "job",
            "login",
            "--export",
            "bash",
            "--directory",
            "login");
    World.Run noFile = run("login", "--export", "bash", "--export-file", "no/such/file");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("standard output cannot be written: ");
    assertThat(noFile.code()).isOne();
    assertThat(noFile.err()).contains("cannot write " + home.resolve("no/such/file"));
    assertThat(directory).doesNotExist();
  }

  @Test
  void aSecondLoginOfTheSameJobIsRefusedAndLeavesTheFirst() throws IOException {
    run("login", "--export", "bash");
    List<Path> before = all(directory);

    World.Run second = run("login", "--export", "bash");

    assertThat(second.code()).isOne();
    assertThat(second.err())
        .contains("is there already, as after a login of this job that was not");
    assertThat(second.out()).isEmpty();
    assertThat(all(directory)).isEqualTo(before);
  }

  @Test
  void aLogoutWithoutALoginSaysSo() {
    World.Run run = run("logout");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("Nothing to log out of: there is no login in " + directory);
  }

  private World.Run run(String... words) {
    List<String> line = new ArrayList<>(List.of("job"));
    line.addAll(List.of(words));
    line.addAll(List.of("--directory", "login"));
    if (words[0].equals("login")) {
      line.add("--allow-unknown-remote");
    }
    return world.run(line.toArray(String[]::new));
  }

  private JsonObject login(String format, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("login", "--export", format));
    words.addAll(List.of(more));
    World.Run run = run(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return json(run.out());
  }

  private static JsonObject json(String text) throws IOException {
    try {
      return (JsonObject) Json.parse(text);
    } catch (JsonParseException e) {
      throw new IOException(text, e);
    }
  }

  /** Later steps see these variables. */
  private void take(JsonObject set) {
    set.members().keySet().forEach(name -> world.set(name, String.valueOf(set.string(name))));
  }

  private static List<Path> all(Path top) throws IOException {
    try (Stream<Path> found = Files.walk(top)) {
      return found.sorted().toList();
    }
  }
}

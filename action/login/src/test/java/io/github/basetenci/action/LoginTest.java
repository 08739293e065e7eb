package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.OTHER_KEY;
import static io.github.basetenci.action.ActionWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Processes;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  private static final String READ = "cat \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\"";

  @TempDir Path directory;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void everyKindOfStepFindsTheLoginAndPostLeavesNothing() throws IOException {
    assertThat(world.login().code()).isZero();

    assertThat(text(world.job().hostStep("sh", "-c", READ))).contains(KEY, "\"baseten\"");
    assertThat(text(world.job().containerAction("sh", "-c", READ))).contains(KEY, "\"baseten\"");
    assertThat(text(world.job().jobContainerStep("sh", "-c", READ))).contains(KEY, "\"baseten\"");

    assertThat(world.job().end())
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.code()).isZero();
              assertThat(post.said("warning")).isEmpty();
            });
    assertThat(world.left()).isEmpty();
    assertThat(world.job().variables())
        .containsEntry("USER_TRUSSRC_PATH", "~/.trussrc")
        .containsEntry("BASETEN_CONFIG_DIR", "")
        .containsEntry("BASETEN_PROFILE", "");
  }

  @Test
  void theSameHoldsWhenTheTemporaryDirectoryIsMountedFirst() throws IOException {
    world.job().temporaryDirectoryFirst();
    assertThat(world.login().code()).isZero();

    assertThat(text(world.job().hostStep("sh", "-c", READ))).contains(KEY);
    assertThat(text(world.job().containerAction("sh", "-c", READ))).contains(KEY);
    world.job().end();
    assertThat(world.left()).isEmpty();
  }

  @Test
  void theSameHoldsOnARunnerThatMountsNoTemporaryDirectory() throws IOException {
    world.job().oldRunner();
    assertThat(world.login().code()).isZero();

    assertThat(text(world.job().hostStep("sh", "-c", READ))).contains(KEY);
    assertThat(text(world.job().containerAction("sh", "-c", READ))).contains(KEY);
    world.job().end();
    assertThat(world.left()).isEmpty();
  }

  @Test
  void filesAreOfTheRunnersUserAndNobodyElseEntersThem() throws IOException {
    world.login();

    Path common = world.job().githubHome().resolve(".baseten-ci");
    try (Stream<Path> made = Files.walk(common)) {
      assertThat(made)
          .hasSize(4)
          .allSatisfy(
              path -> {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertThat(mode).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
                int uid = (Integer) Files.getAttribute(path, "unix:uid");
                Object runner = Files.getAttribute(world.job().githubHome(), "unix:uid");
                assertThat(uid).isEqualTo(runner);
                assertThat(uid == 1001).isEqualTo(Processes.isRoot());
              });
    }
  }

  @Test
  void theWorkspaceAndTheUsersOwnFilesAreLeftAlone() throws IOException {
    world.login();

    assertThat(world.job().workspace()).isEmptyDirectory();
    assertThat(world.job().userHome()).isEmptyDirectory();
  }

  @Test
  void aKeyIsHiddenInAllItsFormsBeforeAnythingElseIsSaid() throws Exception {
    Stage main = world.login();

    int masks = KeyForms.of(ApiKey.of(KEY)).size();
    assertThat(main.commands().subList(0, masks))
        .allMatch(command -> command.name().equals("add-mask"));
    assertThat(world.job().masks()).containsAll(KeyForms.of(ApiKey.of(KEY)));
    Masker masker = Masker.of(List.of(ApiKey.of(KEY)));
    assertThat(main.text().lines().filter(line -> !line.startsWith("::add-mask::")))
        .allMatch(line -> masker.mask(line).equals(line));
  }

  @Test
  void noVariableButThoseOfTheChosenExportHoldsAKey() {
    Stage files = world.login();

    assertThat(files.variables()).doesNotContainKeys("BASETEN_API_KEY").doesNotContainValue(KEY);
    assertThat(files.variables().keySet())
        .containsExactlyInAnyOrder(
            "USER_TRUSSRC_PATH",
            "BASETEN_CONFIG_DIR",
            "BASETEN_PROFILE",
            "BASETEN_TRUSS_AUTH_KEYRING_DISABLED",
            "TRUSS_NO_UPDATE_CHECK");
  }

  @Test
  void exportEnvWritesNoFile() throws IOException {
    Stage main = world.login("export", "env");

    assertThat(main.variables())
        .containsEntry("BASETEN_API_KEY", KEY)
        .containsEntry("BASETEN_REMOTE_URL", world.url())
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", KEY)
        .containsEntry("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());
    assertThat(world.left()).isEmpty();
    world.job().end();
    assertThat(world.job().variables()).doesNotContainValue(KEY);
  }

  @Test
  void exportBothWritesFilesAndVariables() {
    Stage main = world.login("export", "both");

    assertThat(main.variables())
        .containsEntry("BASETEN_API_KEY", KEY)
        .containsKey("USER_TRUSSRC_PATH")
        .doesNotContainKey("BASETEN_TRUSS_AUTH_API_KEY");
    world.job().end();
    assertThat(world.job().variables()).doesNotContainValue(KEY);
  }

  @Test
  void exportNoneTellsTheOutputsAlone() throws IOException {
    world.job().withoutFiles("GITHUB_ENV");
    Stage main = world.login("export", "none");

    assertThat(main.code()).isZero();
    assertThat(main.variables()).isEmpty();
    assertThat(Files.readString(Path.of(main.outputs().get("trussrc-path")))).contains(KEY);
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    assertThat(world.left()).isEmpty();
  }

  @Test
  void theOutputsTellEverythingButTheSecret() throws Exception {
    Stage main = world.login();

    assertThat(main.outputs())
        .containsEntry("source", "input api-key")
        .containsEntry("key-prefix", "actnkey1")
        .containsEntry("key-type", "WORKSPACE_MANAGE_ALL")
        .containsEntry("workspace", "acme");
    assertThat(main.outputs().get("trussrc-path"))
        .isEqualTo(main.variables().get("USER_TRUSSRC_PATH"));
    assertThat(main.outputs().get("config-dir"))
        .isEqualTo(main.variables().get("BASETEN_CONFIG_DIR"));
    JsonObject result = (JsonObject) Json.parse(main.outputs().get("result-json"));
    JsonObject login = (JsonObject) result.array("logins").get(0);
    assertThat(login.string("key_prefix")).isEqualTo("actnkey1");
    assertThat(login.string("remote_url")).isEqualTo(world.url());
    assertThat(main.outputs().toString()).doesNotContain(KEY.substring(9));
    assertThat(main.state().toString()).doesNotContain(KEY.substring(9));
  }

  @Test
  void loginsInsideOneAnotherUnwind() throws IOException {
    world
        .job()
        .set("USER_TRUSSRC_PATH", world.job().workspace() + "/mine")
        .set("BASETEN_PROFILE", "me");
    world.login("profile", "outer");
    String outer = world.onHost("USER_TRUSSRC_PATH");
    Map<String, String> between = Map.copyOf(world.job().variables());
    world.login("profile", "inner", "api-key", OTHER_KEY, "export", "both");
    assertThat(world.onHost("USER_TRUSSRC_PATH")).contains(OTHER_KEY).isNotEqualTo(outer);

    List<Stage> posts = world.job().end();

    assertThat(posts).hasSize(2);
    assertThat(posts.get(0).variables())
        .containsEntry("BASETEN_PROFILE", "outer")
        .containsEntry("USER_TRUSSRC_PATH", between.get("USER_TRUSSRC_PATH"))
        .containsEntry("BASETEN_API_KEY", "");
    assertThat(world.job().variables())
        .containsEntry("USER_TRUSSRC_PATH", world.job().workspace() + "/mine")
        .containsEntry("BASETEN_PROFILE", "me");
    assertThat(world.left()).isEmpty();
  }

  @Test
  void anOuterKeyInAVariableIsPutBackAndIsInNoState() throws IOException {
    world.login("export", "env");
    Stage inner = world.login("export", "env", "api-key", OTHER_KEY);
    assertThat(world.job().variables()).containsEntry("BASETEN_API_KEY", OTHER_KEY);
    assertThat(inner.state().toString()).doesNotContain(KEY).doesNotContain(OTHER_KEY);

    List<Stage> posts = world.job().end();

    assertThat(posts.get(0).variables())
        .containsEntry("BASETEN_API_KEY", KEY)
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", KEY);
    assertThat(world.job().variables()).containsEntry("BASETEN_API_KEY", "");
    assertThat(world.left()).isEmpty();
  }

  @Test
  void aVariableThatAStepHasChangedSinceStaysAsItIs() {
    world.login();
    world.job().set("BASETEN_PROFILE", "changed");

    world.job().end();

    assertThat(world.job().variables()).containsEntry("BASETEN_PROFILE", "changed");
  }

  @Test
  void aVariableThatWouldHideTheFilesIsEmptiedUntilPost() {
    world.job().set("BASETEN_API_KEY", OTHER_KEY).set("BASETEN_TRUSS_AUTH_API_KEY", OTHER_KEY);
    world.job().set("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());

    world.login();

    assertThat(world.job().variables())
        .containsEntry("BASETEN_API_KEY", "")
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", "")
        .containsEntry("BASETEN_TRUSS_AUTH_REMOTE_URL", "");
    world.job().end();
    assertThat(world.job().variables())
        .containsEntry("BASETEN_API_KEY", OTHER_KEY)
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", OTHER_KEY)
        .containsEntry("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());
  }

  @Test
  void theKeyOfAVariableIsTheSameLoginAndStays() {
    world.job().set("BASETEN_API_KEY", KEY).set("BASETEN_REMOTE_URL", world.url());

    Stage main = world.login("api-key", "-");

    assertThat(main.outputs()).containsEntry("source", "BASETEN_API_KEY");
    assertThat(main.variables()).doesNotContainKey("BASETEN_API_KEY");
  }

  @Test
  void severalAccountsAreOneLogin() {
    Stage main =
        world.login(
            "remotes",
            """
            - remote: staging
              api-key: %s
              remote-url: %s
              profile: stage
              team: blue
            """
                .formatted(OTHER_KEY, world.url()));

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.onHost("USER_TRUSSRC_PATH"))
        .contains("[baseten]", "[staging]", KEY, OTHER_KEY, "team = blue");
    assertThat(main.variables()).containsEntry("BASETEN_PROFILE", "baseten");
    assertThat(world.job().masks()).contains(KEY, OTHER_KEY);
  }

  @Test
  void remotesAloneAreAllThatThereIs() {
    world.job().set("BASETEN_API_KEY", KEY);

    Stage main =
        world.login(
            "api-key",
            "-",
            "remotes",
            "[{remote: one, api-key: " + OTHER_KEY + ", remote-url: '" + world.url() + "'}]");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.onHost("USER_TRUSSRC_PATH")).contains("[one]").doesNotContain("[baseten]");
  }

  @Test
  void anUnknownRemoteIsNotWrittenForTruss() {
    Stage main = world.login("allow-unknown-remote", "false");

    assertThat(main.said("warning"))
        .singleElement()
        .asString()
        .contains("is none of the remotes that truss knows", "allow-unknown-remote: true");
    assertThat(world.onHost("USER_TRUSSRC_PATH")).doesNotContain(KEY);
    assertThat(world.login("allow-unknown-remote", "false", "export", "env").variables())
        .containsEntry("BASETEN_API_KEY", KEY)
        .doesNotContainKey("BASETEN_TRUSS_AUTH_API_KEY");
  }

  @Test
  void twoJobsOfOneHomeDoNotMeet() throws Exception {
    world.login();
    Path first = Path.of(world.job().variables().get("BASETEN_CONFIG_DIR"));
    ActionWorld second = new ActionWorld(Files.createDirectory(directory.resolve("second")));
    try (second) {
      Files.delete(second.job().githubHome());
      Files.createSymbolicLink(second.job().githubHome(), world.job().githubHome());
      second.login("api-key", OTHER_KEY);
      world.job().end();

      assertThat(first).doesNotExist();
      assertThat(second.onHost("USER_TRUSSRC_PATH")).contains(OTHER_KEY);
      second.job().end();
    }
    assertThat(world.left()).isEmpty();
  }

  @Test
  void logoutFalseLeavesTheLogin() throws IOException {
    world.login("logout", "false");

    assertThat(world.job().end()).allMatch(post -> post.code() == 0);

    assertThat(world.left()).isNotEmpty();
  }

  @Test
  void withoutAskingTheServerNothingIsKnownOfTheKey() {
    Stage main = world.login("verify", "false");

    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(main.outputs()).containsEntry("key-type", "unknown").containsEntry("workspace", "");
    assertThat(main.text())
        .contains("Logged in with key actnkey1**** as profile baseten, not verified");
  }

  @Test
  void theJobsOverrideOfTheServerIsIgnored() {
    world.job().set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "https://attacker.example");

    assertThat(world.login().code()).isZero();
    assertThat(world.sandbox().requests()).isNotEmpty();
  }

  @Test
  void theDoctorTellsWhereEachKindOfStepLooks() {
    Stage main = world.login("doctor", "true");

    assertThat(main.text())
        .contains("runner's temporary directory, by runner.temp: " + world.job().temp())
        .contains("a step on the host looks into:          " + world.job().githubHome())
        .contains("a later container action looks into:    /github/home/.baseten-ci/");
    assertThat(main.said("group")).hasSize(2);
    assertThat(main.said("endgroup")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"warning", "humanfriendly", "info", "debug"})
  void theLogLevelDecidesHowMuchIsSaid(String level) {
    Stage main = world.login("log", level);

    assertThat(main.lines().isEmpty()).isEqualTo(level.equals("warning"));
    assertThat(main.text().contains("The login is in "))
        .isEqualTo(level.equals("info") || level.equals("debug"));
  }

  @Test
  void postAfterNothingHappenedSaysSo() {
    Stage main = world.login("export", "nonsense");
    assertThat(main.code()).isOne();

    assertThat(world.job().end())
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.code()).isZero();
              assertThat(post.text()).contains("Nothing to log out of");
            });
  }
}

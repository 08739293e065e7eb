package io.github.basetenci.cli.fleet;

import static io.github.basetenci.cli.fleet.InitWorld.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.shim.World.Run;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code fleet init} cannot read or write, or is not asked for in the right words. */
class FleetInitRefusalsTest {
  private static final String NOT_LISTED = "\n# Could not be listed:\n#   ";

  @Fixture private InitWorld init;
  private World world;

  @BeforeEach
  void begin() {
    world = init.world;
  }

  @Test
  void theFileIsPrintedOnRequestAndNothingIsWritten() {
    Run run = init.init(init.flags("-"));

    assertThat(run.out()).startsWith("# yaml-language-server: ").contains("name: ci-deploy");
    assertThat(world.home().resolve("fleet.yaml")).doesNotExist();
    assertThat(world.home().resolve("-")).doesNotExist();
    assertThat(init.init(init.flags("-", "-o", "json")).err())
        .contains("the file - is printed, and is no JSON; leave out -o and --jq");
  }

  @Test
  void aFileThatIsThereStaysUnlessItMayBeReplaced() throws Exception {
    Path file = Files.writeString(world.home().resolve("fleet.yaml"), "mine");

    Run run = init.init();

    assertThat(run.err())
        .isEqualTo(
            "the file fleet.yaml exists; nothing was changed: name another file, or give"
                + " --force\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(file).hasContent("mine");
    Path linked = Files.createSymbolicLink(world.home().resolve("linked.yaml"), file);
    assertThat(init.init(init.flags("--force", "linked.yaml")).code()).isZero();
    assertThat(linked).isSymbolicLink();
    assertThat(file).content().contains("name: ci-deploy");
    try (Stream<Path> files = Files.list(world.home())) {
      assertThat(files).noneMatch(each -> each.toString().endsWith(".tmp"));
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeAnyServerIsAsked() throws Exception {
    Files.createDirectory(world.home().resolve("directory"));

    assertThat(init.init(init.flags("directory")).err())
        .isEqualTo("the file directory is a directory; name a file\n");
    assertThat(init.init(init.flags("none/fleet.yaml")).err())
        .isEqualTo("the directory of the file none/fleet.yaml does not exist; create it first\n");
    assertThat(world.sandbox().requests()).isEmpty();
    // No file can be made there, not even by root.
    Run run = init.init(init.flags("/proc/fleet.yaml"));
    assertThat(run.err()).startsWith("the ").contains("the file /proc/fleet.yaml");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void oneWorkspaceThatCannotBeAskedHidesNoOther() throws Exception {
    world.sandbox().clearFaults();
    world.set("OWN", World.PERSONAL_KEY).set("WRONG", "wrongkey." + "0".repeat(32));
    List<String> flags = InitWorld.workspace("acme=env:OWN", world.url());
    flags.addAll(InitWorld.workspace("beta=env:WRONG", world.url()));

    Run run = init.init(flags);

    assertThat(run.err()).contains("the keys of beta: ", "(HTTP 401)").doesNotContain("wrongkey.");
    assertThat(run.code()).isEqualTo(7);
    assertThat(init.shown())
        .contains("  beta:\n    minting-key: {env: WRONG}\n", NOT_LISTED + "the keys of beta: ")
        .contains("  - name: marker\n    workspace: acme\n");
    assertThat(world.run("fleet", "check").code()).isZero();
  }

  @Test
  void whereNoWorkspaceCanBeAskedNothingIsWritten() {
    world.sandbox().clearFaults();

    Run run = init.init();

    assertThat(run.err()).contains("(HTTP 401)");
    assertThat(run.code()).isEqualTo(3);
    assertThat(world.home().resolve("fleet.yaml")).doesNotExist();
    world.unset("MINTING");
    assertThat(init.init().err())
        .isEqualTo(
            "the variable MINTING, which holds the minting key of the workspace acme, is not set or"
                + " empty\n");
  }

  @Test
  void whereNoKeyCanBeNamedNothingIsWritten() {
    init.answer(
        key("minterky", "minting", "WORKSPACE_MANAGE_API_KEYS", null),
        key("personky", "ann-laptop", "PERSONAL", null));

    Run run = init.init();

    assertThat(run.err())
        .isEqualTo(
            "no key was found that a fleet file could name; it names team keys, and neither"
                + " personal keys nor minting keys\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(world.home().resolve("fleet.yaml")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github:acme/gone | 404 | the token lacks the permission secrets: read there",
        "github:gone | 404 | the token lacks the permission organization_secrets: read there",
        "github:acme/web@prod | 404 | the token lacks the permission environments: read there",
        "github:acme/web | 403 | the token needs the permission secrets: read",
        "github:acme/web | 401 | give a token that is valid and not expired",
        "github:acme/web | 301 | the repository has moved: give its present name",
        "github:acme/web | 429 | run it again in 1440 minutes",
      })
  void whatGitHubDoesNotListIsSaidInTheFileAndOnStandardError(
      String from, int status, String sentence) throws Exception {
    init.github.rule(
        request ->
            status == 429
                ? Reply.of(status, "Sorry").with("Retry-After", "90000")
                : Reply.of(status, "Sorry"));

    Run run = init.init(from);

    assertThat(run.err()).contains("answered GET /", sentence);
    assertThat(run.code()).isEqualTo(7);
    assertThat(init.shown()).contains(NOT_LISTED + "127.0.0.1:", sentence, "name: ci-deploy");
    assertThat(world.run("fleet", "check").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | give the user and an API token of that user, not a password",
        "403 | the user ci needs the permission Credentials/View, and an API token",
        "404 | the address is not that of a Jenkins or of a folder, the Jenkins has no"
            + " credentials plugin, or the user ci lacks the permission Credentials/View",
        "302 | the page is elsewhere",
        "500 | HTTP 500",
      })
  void whatJenkinsDoesNotListIsSaidInTheFileAndOnStandardError(int status, String sentence)
      throws Exception {
    init.jenkins.statuses.put("/credentials/store/system/api/json", status);

    Run run = init.init("jenkins:" + init.jenkins.url());

    assertThat(run.err()).contains("answered GET /credentials/store/system", sentence);
    assertThat(run.code()).isEqualTo(7);
    assertThat(init.shown()).contains(NOT_LISTED + "127.0.0.1:", sentence);
    assertThat(world.run("fleet", "check").code()).isZero();
  }

  @Test
  void aFolderThatShowsNoCredentialsHidesNoOther() throws Exception {
    for (String folder : List.of("closed", "open", "shut")) {
      init.jenkins.folder("", folder);
    }
    init.jenkins.apiKey("/job/open", "_", "team-key", "markerkey");
    init.jenkins.statuses.put("/job/closed/credentials/store/folder/api/json", 404);
    init.jenkins.statuses.put("/job/shut/credentials/store/folder/api/json", 403);

    Run run = init.init("jenkins:" + init.jenkins.url());

    assertThat(run.err())
        .contains(
            "shows the user ci no credentials of /job/closed and 1 other folder; give the user the"
                + " permission Credentials/View there");
    assertThat(run.code()).isEqualTo(7);
    assertThat(init.shown())
        .contains("/job/open/credentials/store/folder/domain/_/credential/team-key");
  }

  @Test
  void aPageInPlaceOfJsonIsNoJenkins() {
    init.jenkins.body = "<html>Sign in</html>";

    assertThat(init.init("jenkins:" + init.jenkins.url()).err())
        .contains(
            "does not answer GET /credentials/store/system/api/json as a Jenkins does; give the"
                + " address of the Jenkins itself");
  }

  @Test
  void aKeyFileThatCannotBeReadIsSaid() throws Exception {
    Run run = init.init("file:gone.key");

    assertThat(run.err()).contains("gone.key");
    assertThat(run.code()).isEqualTo(7);
    assertThat(init.shown()).contains(NOT_LISTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from github:a/b/c | --from is none of github:ORGANIZATION",
        "--from jenkins:http://ci.example.com | --from is none of github:ORGANIZATION",
        "--from gitlab:acme | --from is none of github:ORGANIZATION",
        "--workspace acme=MINTING | --workspace takes NAME=env:VARIABLE",
        "--workspace acme=env:MINTING | --workspace names acme twice",
        "--remote-url b=https://app.baseten.co | --remote-url names b, which no --workspace names",
        "--remote-url https://app.baseten.co | --remote-url takes NAME=URL",
      })
  void aWrongArgumentIsSaidAndNobodyIsAsked(String words, String sentence) {
    Run run = init.init(init.flags(words.split(" ")));

    assertThat(run.err()).contains(sentence);
    assertThat(run.code()).isEqualTo(2);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aTokenThatIsNotSetIsSaid() {
    world.unset("GH_TOKEN").unset("JENKINS_API_TOKEN");

    assertThat(init.init("github:acme/web").err())
        .startsWith("a list of secrets of GitHub needs a token; set GH_TOKEN\n");
    assertThat(init.init("jenkins:" + init.jenkins.url()).err())
        .startsWith(
            "a list of credentials of Jenkins needs a user with an API token; set"
                + " JENKINS_API_TOKEN\n");
  }
}

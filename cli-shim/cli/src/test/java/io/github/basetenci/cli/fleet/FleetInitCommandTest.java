package io.github.basetenci.cli.fleet;

import static io.github.basetenci.cli.fleet.InitWorld.MINTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import io.github.basetenci.shim.World.Run;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetInitCommandTest {
  /** The sandbox has four keys of its own. */
  private static final int MADE = 46;

  private static final Path DOC = Path.of("../../docs/rotation/fleet.md");

  @Fixture private InitWorld init;
  private World world;

  @BeforeEach
  void begin() {
    world = init.world;
  }

  @Test
  void theFileIsWhatAPersonWouldHaveWrittenAndWhatTheDocsShow() throws Exception {
    init.jenkins.apiKey("", "_", "team-key", "markerkey");
    init.jenkins.secretText("", "baseten-nightly", "");
    world.set("BASETEN_MINTING_KEY", MINTING);

    Run run =
        init.init(
            InitWorld.workspace("acme=env:BASETEN_MINTING_KEY", world.url()),
            "file:deploy.key",
            "file:e2e.key",
            "file:ann.key",
            "github:acme/web",
            "jenkins:" + init.jenkins.url());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            Wrote fleet.yaml: 3 keys and 3 targets.
            2 targets do not tell which key they have; the end of the file says what to do.
            """);
    assertThat(run.code()).isZero();
    assertThat(Files.readString(DOC)).contains("```yaml\n" + init.shown() + "```");
    assertThat(world.run("fleet", "check").code()).isZero();
  }

  /** One run finds fifty keys and what has them, and the next command has nothing to say. */
  @Test
  void fiftyKeysAreWrittenInOneRunAndThePlanOfTheFileFindsNoDrift() throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withWorkspace("acme");
    for (int i = 0; i < MADE; i++) {
      KeyType type = i % 5 == 3 ? KeyType.WORKSPACE_INVOKE : KeyType.WORKSPACE_MANAGE_ALL;
      options = options.withKey(keyOf(i), type, null, name(i));
    }
    init.jenkins.folder("", "ml");
    init.jenkins.folder("/job/ml", "train");
    StringBuilder trussrc = new StringBuilder();
    try (Sandbox sandbox =
        Sandbox.start(options.withKey(MINTING, KeyType.PERSONAL, null, "minting"))) {
      List<String> from = new ArrayList<>(List.of("jenkins:" + init.jenkins.url()));
      for (int i = 0; i < MADE; i++) {
        switch (i % 5) {
          case 0 -> {
            init.keyFile("key-" + i, keyOf(i));
            from.add("file:key-" + i);
          }
          case 1 ->
              trussrc.append(
                  "[remote-%d]\nremote_provider = baseten\napi_key = %s\nremote_url = %s\n\n"
                      .formatted(i, keyOf(i), sandbox.url()));
          case 2 -> init.jenkins.apiKey("/job/ml/job/train", "gpu hosts", "key-" + i, prefix(i));
          case 3 -> {
            init.github.hold(
                "/repos/acme/repo-" + i + "/actions/secrets", "BASETEN_API_KEY", keyOf(i));
            from.add("github:acme/repo-" + i);
          }
          default -> init.jenkins.apiKey("", "_", "key-" + i, prefix(i));
        }
      }
      world.trussrc(trussrc.toString());

      Run run =
          init.init(
              InitWorld.workspace("acme=env:MINTING", sandbox.url().toString()),
              from.toArray(String[]::new));

      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .isEqualTo(
              """
              Wrote fleet.yaml: 50 keys and 37 targets.
              9 targets do not tell which key they have; the end of the file says what to do.
              """);
      assertThat(run.code()).isZero();
      assertThat(sandbox.requests())
          .extracting(request -> request.method() + " " + request.path())
          .containsExactly("GET /v1/api_keys");
      Run plan = world.run("fleet", "plan", "--exit-code");
      assertThat(plan.err()).isEmpty();
      assertThat(plan.out())
          .endsWith("\nNothing is due, and nothing has drifted: 50 keys and 37 targets.\n")
          .doesNotContain("drift ", "problem ");
      assertThat(plan.code()).isZero();
    }
  }

  private static String name(int i) {
    return i == 7 ? null : "team-" + (char) ('a' + i / 10) + i + (i % 10 == 5 ? "x-3" : "x");
  }

  private static String prefix(int i) {
    return "fleetky%02d".formatted(i);
  }

  private static String keyOf(int i) {
    return prefix(i) + ".0123456789ABCDEFGHIJKLMNOPQRS%03d".formatted(i);
  }

  @Test
  void everyWorkspaceHasItsOwnKeys() throws Exception {
    world.sandbox().clearFaults();
    String betaKey = "betakey1.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    SandboxOptions options =
        SandboxOptions.defaults()
            .withWorkspace("beta")
            .withKey(betaKey, KeyType.WORKSPACE_MANAGE_ALL, null, "marker")
            .withKey(MINTING, KeyType.PERSONAL, null, "minting");
    try (Sandbox other = Sandbox.start(options)) {
      world.set("OWN", World.PERSONAL_KEY);
      init.keyFile("beta.key", betaKey);
      List<String> flags = InitWorld.workspace("acme=env:OWN", world.url());
      flags.addAll(InitWorld.workspace("beta=env:MINTING", other.url().toString()));

      Run run = init.init(flags, "file:deploy.key", "file:beta.key");

      assertThat(run.err()).isEmpty();
      assertThat(init.shown())
          .contains(
              """
                - name: marker
                  workspace: acme
                  type: workspace-manage-all
                  targets:
                    - file:deploy.key
              """,
              """
                - name: marker
                  workspace: beta
                  type: workspace-manage-all
                  targets:
                    - file:beta.key
              """);
      assertThat(world.run("fleet", "plan", "--exit-code").code()).isZero();
    }
  }

  @Test
  void loginsKeyFilesAndVariablesOfThisMachineAreFound() throws Exception {
    world.trussrc(
        "[baseten]\nremote_provider = baseten\napi_key = %s\nremote_url = %s\n"
            .formatted(World.KEY, world.url()));
    world.set("BASETEN_API_KEY_FILE", "e2e.key").set("BASETEN_API_KEY", World.OTHER_KEY);
    String login = "auth login --profile nightly --store baseten --no-verify";
    assertThat(world.run((login + " --api-key-env BASETEN_API_KEY").split(" ")).code()).isZero();

    assertThat(init.init().code()).isZero();

    assertThat(init.shown())
        .contains("- trussrc:baseten\n", "- profile:nightly\n", "- file:e2e.key\n")
        .contains("#   the variable BASETEN_API_KEY has the key otherkey; its source may be a");
    assertThat(init.init(init.flags("--no-logins", "--force")).code()).isZero();
    assertThat(init.shown()).doesNotContain("trussrc:", "profile:", "- file:", "variable");
  }

  @Test
  void everySourceOfAMintingKeyIsWrittenAsTheFileNeedsIt() throws Exception {
    init.keyFile("minting", MINTING);
    Files.createDirectory(world.home().resolve("config"));

    Run run =
        init.init(
            InitWorld.workspace("acme=file:minting", world.url(), "config/fleet.yaml"),
            "file:deploy.key");

    assertThat(run.err()).isEmpty();
    assertThat(Files.readString(world.home().resolve("config/fleet.yaml")))
        .contains("minting-key: {file: '../minting'}", "- file:" + world.home() + "/deploy.key");
    assertThat(world.run("fleet", "plan", "config/fleet.yaml").out())
        .contains("3 keys and 1 target");
    run = init.init(InitWorld.workspace("acme=command:cat minting", world.url(), "fleet.yaml"));
    assertThat(run.err()).isEmpty();
    assertThat(init.shown()).contains("minting-key: {command: [cat, minting]}");
  }

  @Test
  void aListOfManyPagesIsReadToItsEnd() throws Exception {
    for (int i = 0; i < 250; i++) {
      init.github.hold("/orgs/acme/actions/secrets", "BASETEN_%03d".formatted(i), World.KEY);
    }
    init.jenkins.jobs("", 1100);
    init.jenkins.folder("", "last");
    init.jenkins.apiKey("/job/last", "_", "team-key", "otherkey");

    Run run = init.init("github:acme", "jenkins:" + init.jenkins.url());

    assertThat(run.out()).contains("250 targets do not tell which key they have");
    assertThat(init.github.requests()).hasSize(3);
    assertThat(init.shown()).contains("/job/last/credentials/store/folder/domain/_/credential/");
  }

  @Test
  void aFolderOfJenkinsCanBeNamed() throws Exception {
    init.jenkins.folder("", "ml");
    init.jenkins.apiKey("", "_", "system-key", "otherkey");
    init.jenkins.apiKey("/job/ml", "_", "team-key", "markerkey");

    init.init("jenkins:" + init.jenkins.url() + "/job/ml/");

    assertThat(init.shown()).contains("credential/team-key").doesNotContain("system-key");
    assertThat(init.jenkins.requests)
        .first()
        .asString()
        .startsWith("GET /job/ml/credentials/store/folder/api/json?tree=domains%5B");
  }

  @Test
  void aKeyThatThePluginOfJenkinsRotatesIsNoKeyOfThisFile() throws Exception {
    init.jenkins.folder("", "ml");
    init.jenkins.apiKey("/job/ml", "_", "team-key", "markerkey");
    init.jenkins.apiKey("", "_", "team-key", "otherkey");
    init.jenkins.rotates("ml", "team-key");

    Run run = init.init("file:deploy.key", "jenkins:" + init.jenkins.url());

    assertThat(run.err()).isEmpty();
    assertThat(init.shown())
        .contains(
            """
              # jenkins:https://ci.example.com/job/ml/credentials/store/folder/domain/_/credential/team-key has it
              # not rotated there, and has it: file:deploy.key
              - name: ci-deploy
                type: workspace-manage-all
                rotated-by: jenkins
            """
                .indent(0),
            "- jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/team-key\n");
    assertThat(world.run("fleet", "check").code()).isZero();
  }

  @Test
  void whereThePluginDoesNotTellWhatItRotatesThatIsSaid() throws Exception {
    init.jenkins.apiKey("", "_", "team-key", "markerkey");
    init.jenkins.statuses.put("/manage/baseten-keys/api/json", 403);

    assertThat(init.init("jenkins:" + init.jenkins.url()).code()).isZero();

    assertThat(init.shown())
        .contains(
            "#   whether jenkins:https://ci.example.com rotates keys itself is not known; the user"
                + " needs Baseten/Rotate to ask\n",
            "- jenkins:https://ci.example.com/credentials/");
  }

  @Test
  void allSecretsAreListedOnRequest() throws Exception {
    init.jenkins.secretText("", "nightly-deploy", "for the nightly run");

    init.init(
        init.flags("--name-contains", "token", "--name-contains", "NIGHTLY RUN"),
        "github:acme/web",
        "jenkins:" + init.jenkins.url());

    assertThat(init.shown())
        .contains("github:acme/web/NPM_TOKEN ", "/credential/nightly-deploy ")
        .doesNotContain("BASETEN_API_KEY");
    init.init(init.flags("--name-contains", "", "--force"), "github:acme/web");
    assertThat(init.shown()).contains("/NPM_TOKEN ", "/BASETEN_API_KEY ");
  }
}

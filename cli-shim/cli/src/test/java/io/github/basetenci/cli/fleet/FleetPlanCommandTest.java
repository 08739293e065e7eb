package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetPlanCommandTest {
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";

  /** What the server lists unless a test says otherwise. */
  private static final List<String> USUAL =
      List.of(
          key("minterky", "minting", "WORKSPACE_MANAGE_API_KEYS", null, 400, 0),
          key("markerkey", "ci", "WORKSPACE_MANAGE_ALL", "Default", 10, 1),
          key("personky", "me", "PERSONAL", null, 500, 400));

  @Fixture private World world;
  private String url;

  @BeforeEach
  void begin() throws Exception {
    world.set("MINTING", MINTING).unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
    url = world.url();
    answer(USUAL);
    file("ci.key", World.KEY);
    fleet("- {name: ci, rotate-every: 30d, targets: [file:ci.key]}");
  }

  @Test
  void whereEverythingIsRightItIsOneLineAndExitCode0() {
    World.Run run = world.run("fleet", "plan", "--exit-code");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo("Nothing is due, and nothing has drifted: 1 key and 1 target.\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void oneListIsAskedForAndNobodySignsInWithAKeyOfTheFile() {
    world.run("fleet", "plan");

    assertThat(world.sandbox().requests())
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly("GET /v1/api_keys", "GET /v1/access/trust_rules");
  }

  @Test
  void aKeyOfTheAgeOfThePolicyIsDue() throws Exception {
    answer(USUAL.get(0), key("markerkey", "ci-3", "WORKSPACE_MANAGE_ALL", "Default", 44, 1));

    World.Run run = world.run("fleet", "plan");

    assertThat(run.out())
        .matches(
            """
            WHAT  KEY
            due   ci   is due since \\d{4}-\\d\\d-\\d\\d
            Of 1 key and 1 target: 1 due\\.
            """);
    assertThat(run.code()).isZero();
    assertThat(world.run("fleet", "plan", "--exit-code").code()).isEqualTo(7);
  }

  @Test
  void onlyWhereAKeyIsDueTheServerIsAskedWhetherItAllowsNewKeys() throws Exception {
    answer(USUAL.get(0), key("markerkey", "ci", "WORKSPACE_MANAGE_ALL", "Default", 44, 1));
    world
        .sandbox()
        .fault(
            Fault.status(
                "GET", "/v1/organizations/me", 200, "{\"allow_service_account_api_keys\":false}"));

    assertThat(world.run("fleet", "plan").out())
        .contains(
            "drift  ci   cannot be rotated, because the organization allows no new keys of the type"
                + " workspace-manage-all; let jobs log in without a key, by a trust rule");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- {name: gone, targets: [file:ci.key]}"
            + " | is not in the server's list; is the name right, or is the key revoked?",
        "- {name: ci, type: workspace-invoke, targets: [file:ci.key]}"
            + " | has the type workspace-manage-all, and the file says workspace-invoke",
        "- {name: ci, team: ml, targets: [file:ci.key]}"
            + " | is in the team Default, and the file says ml",
        "- {name: bot, models: [m1, m3], targets: [file:bot.key]}"
            + " | is limited to the models m1, m2, and the file says m1, m3",
        "- {name: bot, rotate-every: 900d, targets: [file:bot.key]}"
            + " | cannot be rotated before the file says 'not-environment-scoped: true', because a"
            + " key that is limited to environments cannot be copied",
        "- {name: old, targets: [file:old.key]} | was last used on 20",
        "- {name: two, targets: [file:two.key]}"
            + " | has earlier keys that live on (two (twokey1)), and no rotation is known here;"
            + " revoke those that nobody uses",
        "- {name: split, targets: [file:two.key]}"
            + " | is in several teams (Default, ml); write which with team",
        "- {name: me, targets: [file:ci.key]}"
            + " | has the name of me (personky), a personal key of u, which ends when that person"
            + " leaves",
        "- {name: taken, type: workspace-invoke, targets: [file:two.key]}"
            + " | cannot be rotated, because the next name taken-2 is taken by taken-2 (takenky2)",
        "- {prefix: markerkey, targets: [file:ci.key]}"
            + " | has the name ci; write it with name in place of prefix, because a rotation"
            + " changes the prefix",
        "- {name: ci, targets: [file:personal.key]}"
            + " | personal.key has the personal key personky of u, which ends when that person"
            + " leaves",
        "- {name: ci, targets: [file:bot.key]}" + " | bot.key has another key: bot (invokeky)",
        "- {name: ci, targets: [file:stranger.key]}"
            + " | stranger.key has another key: stranger, which the server does not list",
        "- {name: ci, targets: [file:none.key]} | none.key has no key",
        "- {name: nodate, rotate-every: 30d, targets: [file:two.key]}"
            + " | has no known age, because the server does not say when it was created",
        "- {name: ci, targets: [github:acme/web/KEY, file:ci.key]}"
            + " | 1 of 2 targets do not tell which key they have, as GitHub secrets and commands",
        "- {name: ci, targets: [trussrc:nobody]} | trussrc:nobody",
        "- {name: ci, targets: [file:ci.key]}"
            + " | bot (invokeky) is not in the file (type workspace-invoke, team Default)"
      })
  void whatHasDriftedIsSaid(String keys, String sentence) throws Exception {
    answer(
        USUAL.get(0),
        USUAL.get(1),
        USUAL.get(2),
        key("invokeky", "bot", "WORKSPACE_INVOKE", "Default", 10, 1)
            .replace("\"model_ids\":null", "\"model_ids\":[\"m1\",\"m2\"]"),
        key("oldkey11", "old", "WORKSPACE_MANAGE_ALL", "Default", 200, 120),
        key("twokey1", "two", "WORKSPACE_MANAGE_ALL", "Default", 90, 1),
        key("twokey2", "two-2", "WORKSPACE_MANAGE_ALL", "Default", 10, 1),
        key("splitky1", "split", "WORKSPACE_MANAGE_ALL", "Default", 10, 1),
        key("splitky2", "split", "WORKSPACE_MANAGE_ALL", "ml", 10, 1),
        key("takenky1", "taken", "WORKSPACE_INVOKE", "Default", 10, 1),
        key("takenky2", "taken-2", "WORKSPACE_MANAGE_ALL", "Default", 10, 1),
        "{\"prefix\":\"nodate11\",\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"nodate\",\"team_name\":\"Default\"}");
    file("bot.key", World.INVOKE_KEY);
    file("personal.key", World.PERSONAL_KEY);
    file("stranger.key", "stranger.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    file("two.key", "twokey2.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    file("old.key", "oldkey11.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    fleet(keys);

    World.Run run = world.run("fleet", "plan");

    assertThat(run.out()).contains(sentence);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void aWorkflowOfGitHubGetsAnnotationsAtTheLinesOfTheFileAndCounts() throws Exception {
    answer(
        USUAL.get(0),
        key("markerkey", "ci", "WORKSPACE_MANAGE_ALL", "Default", 44, 1),
        key("otherkey", "50%::error::\\n##[set-output name=due]9", "WORKSPACE_INVOKE", "ml", 1, 1));
    Path outputs = Files.writeString(world.home().resolve("outputs"), "before=1\n");
    Path below = Files.createDirectory(world.home().resolve("below"));
    fleet("- {name: ci, rotate-every: 30d, targets: [file:../ci.key, 'command:true']}");
    Files.move(world.home().resolve("fleet.yaml"), below.resolve("fleet.yaml"));
    world.set("GITHUB_OUTPUT", outputs.toString());

    World.Run run = world.run("fleet", "plan", "--github", "--exit-code", "below/fleet.yaml");

    assertThat(run.out())
        .matches(
            """
            ::warning file=below/fleet\\.yaml,line=3,title=fleet plan%3A drift::acme 50%25::error:: \
            ##\\\\\\[set-output name=due]9 \\(otherkey\\) is not in the file \
            \\(type workspace-invoke, team ml\\)
            ::notice file=below/fleet\\.yaml,line=5,title=fleet plan%3A due::ci is due since \\S+
            """);
    assertThat(run.err()).isEqualTo("Of 1 key and 2 targets: 1 due, 1 drifted.\n");
    assertThat(run.code()).isEqualTo(7);
    assertThat(outputs).hasContent("before=1\ndue=1\ndrift=1\nproblem=0\n");
    assertThat(world.run("fleet", "plan", "--github", "-o", "json").err())
        .startsWith("--github prints annotations; leave out -o and --jq\n");
    world.set("GITHUB_OUTPUT", below.toString());
    assertThat(world.run("fleet", "plan", "--github", "below/fleet.yaml").err())
        .contains("could not be written; outside a workflow, leave out --github");
  }

  @Test
  void aKeyThatSomethingElseRotatesIsNeverDueAndMayHaveEarlierKeys() throws Exception {
    answer(
        USUAL.get(0),
        key("markerkey", "ci", "WORKSPACE_MANAGE_ALL", "Default", 44, 1),
        key("markerke2", "ci-2", "WORKSPACE_MANAGE_ALL", "Default", 40, 1));
    text("defaults: {rotate-every: 30d}\n", "- {name: ci, rotated-by: jenkins}");

    World.Run run = world.run("fleet", "plan", "--exit-code");

    assertThat(run.out())
        .isEqualTo("Nothing is due, and nothing has drifted: 1 key and 0 targets.\n");
    assertThat(run.code()).isZero();
    assertThat(world.run("fleet", "status").out()).containsPattern("ci +markerke2 .* by jenkins");
    assertThat(world.run("fleet", "apply").out()).doesNotContain("ci");
  }

  @Test
  void aKeyThatNobodyRotatesIsNotedAndItsEarlierKeysAreDrift() throws Exception {
    text("defaults: {rotate-every: 30d}\n", "- {name: ci, rotated-by: nobody}");

    assertThat(world.run("fleet", "plan", "--exit-code"))
        .satisfies(
            run ->
                assertThat(run.out())
                    .contains(
                        "note  ci   is rotated by nobody; write its targets in place of"
                            + " rotated-by, or what rotates it"))
        .satisfies(run -> assertThat(run.code()).isZero());
    answer(
        USUAL.get(0),
        USUAL.get(1),
        key("markerke2", "ci-2", "WORKSPACE_MANAGE_ALL", "Default", 10, 1));
    assertThat(world.run("fleet", "plan").out()).contains("ci   has earlier keys that live on");
  }

  @Test
  void theKeyOfAPrefixMayHaveANameWhereSomethingElseRotatesIt() throws Exception {
    text("", "- {prefix: markerkey, rotated-by: jenkins}");

    assertThat(world.run("fleet", "plan").out()).startsWith("Nothing is due");
  }

  @Test
  void aRotationThatIsNotAtItsEndIsNoDriftAndNotDue() throws Exception {
    try (Sandbox sandbox = Sandbox.start(options(Clock.systemUTC()))) {
      into(sandbox);
      assertThat(
              world
                  .run(
                      "keys",
                      "rotate",
                      "--api-key-file",
                      "ci.key",
                      "--minting-key-env",
                      "MINTING",
                      "-t",
                      "file:ci.key")
                  .err())
          .isEmpty();
      fleet("- {name: ci, rotate-every: 25h, targets: [file:ci.key]}");

      World.Run run = world.run("fleet", "plan");

      assertThat(run.out())
          .containsPattern(
              "due +ci +has a rotation that is not at its end \\(DRAINING, markerkey to b10_")
          .doesNotContain("drift  ci", "is due since");
    }
  }

  @Test
  void aKeyWithoutANameIsFoundByItsPrefixAndAfterwardsByTheNamesOfItsSuccessors() throws Exception {
    fleet("- {prefix: MARKERKEY, targets: [file:ci.key]}");
    answer(
        USUAL.get(0), key("markerkey", "key-markerkey-2", "WORKSPACE_MANAGE_ALL", "Default", 3, 1));

    assertThat(world.run("fleet", "plan").out())
        .isEqualTo("Nothing is due, and nothing has drifted: 1 key and 1 target.\n");
  }

  @Test
  void keysThatWorkflowsCouldDoWithoutAreNamedWhereThereAreTrustRules() throws Exception {
    world.sandbox().clearFaults();
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, list(USUAL)));
    world
        .sandbox()
        .fault(
            Fault.status(
                "GET", "/v1/access/trust_rules", 200, "{\"items\":[{\"id\":\"abcd1234\"}]}"));
    fleet("- {name: ci, targets: [github:acme/web/KEY, 'github:acme/web/KEY@prod', file:ci.key]}");

    World.Run run = world.run("fleet", "plan", "--exit-code");

    assertThat(run.out())
        .contains(
            "note  ci   2 of 3 targets could go: this workspace has trust rules, and workflows of"
                + " GitHub can log in without a key");
    assertThat(run.code()).isZero();
  }

  @Test
  void aWorkspaceThatCannotBeAskedHidesNoOther() throws Exception {
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        """
        version: 1
        workspaces:
          acme: {url: "%s", minting-key: {env: MINTING}}
          beta: {url: "%s", minting-key: {env: NOT_SET}}
          gamma: {url: "%s", minting-key: {env: WRONG}}
        keys:
        - {name: ci, workspace: acme, targets: [file:ci.key]}
        - {name: ci, workspace: beta, targets: [file:other.key]}
        """
            .formatted(world.url(), world.url(), world.url()));
    world.set("WRONG", "wrongkey.0123456789ABCDEFGHIJKLMNOPQRSTUV");
    world.sandbox().clearFaults();
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, list(USUAL)).times(1));

    World.Run run = world.run("fleet", "plan");

    assertThat(run.out())
        .contains(
            "problem  beta   could not be asked: the variable NOT_SET, which holds the minting key"
                + " of the workspace beta, is not set or empty",
            "problem  gamma  could not be asked: ",
            "(HTTP 401)",
            "Of 2 keys and 2 targets: 2 not known.")
        .doesNotContain("beta/ci", "wrongkey.");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aRefusedMintingKeyOfTheOnlyWorkspaceIsExitCode3() {
    world.sandbox().clearFaults();

    World.Run run = world.run("fleet", "plan");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("acme  could not be asked: ").doesNotContain(MINTING);
  }

  @Test
  void theMintingKeyIsInAFileOrPrintedByACommand() throws Exception {
    file("minting", MINTING);
    for (String source :
        List.of("{file: minting}", "{command: [cat, minting]}", "{command: [/bin/cat, minting]}")) {
      world.set("PATH", "/usr/bin:/bin");
      fleet("- {name: ci, targets: [file:ci.key]}", source);

      World.Run run = world.run("fleet", "plan");

      assertThat(run.out()).as(source).startsWith("Nothing is due");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{command: [sh, -c, 'echo secret >&2; exit 3']} | the minting command of the workspace acme"
            + " ended with exit code 3; run it by hand to see why",
        "{command: [no-such-program]} | the minting command of the workspace acme could not be"
            + " started; is it on PATH?",
        "{file: missing} | missing"
      })
  void aMintingKeyThatCannotBeHadIsNamed(String source, String sentence) throws Exception {
    fleet("- {name: ci, targets: [file:ci.key]}", source);
    world.set("PATH", "/usr/bin:/bin");

    World.Run run = world.run("fleet", "plan");

    assertThat(run.out()).contains("could not be asked: ", sentence);
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aFilterPicksWhatAScriptNeeds() throws Exception {
    answer(USUAL.get(0), key("markerkey", "ci", "WORKSPACE_MANAGE_ALL", "Default", 44, 1));

    assertThat(
            world
                .run(
                    "fleet",
                    "plan",
                    "-q",
                    ".workspaces[].keys[] | select(.findings[].kind == \"DUE\") | .key, .line")
                .out())
        .isEqualTo("\"ci\"\n5\n");
  }

  @Test
  void theStatusShowsEveryKey() throws Exception {
    fleet(
        "- {name: ci, rotate-every: 30d, targets: [file:ci.key, github:acme/web/KEY]}\n"
            + "- {name: gone, targets: [file:other.key]}");

    World.Run run = world.run("fleet", "status");

    assertThat(run.out())
        .matches(
            """
            KEY   PREFIX     AGE      LAST USED   DUE         TARGETS  STATE
            ci    markerkey  10 days  \\d{4}-\\d\\d-\\d\\d  \\d{4}-\\d\\d-\\d\\d  2        right
            gone  -          -        -           -           0 of 1   not found
            Of 2 keys and 3 targets: 2 drifted\\.
            """);
  }

  private static SandboxOptions options(Clock clock) {
    return SandboxOptions.defaults()
        .withClock(clock)
        .withKey(World.KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci")
        .withKey(MINTING, KeyType.PERSONAL, null, "minting");
  }

  private void into(Sandbox sandbox) {
    url = sandbox.url().toString();
    world.set("BASETEN_REMOTE_URL", url);
  }

  private void fleet(String keys) throws Exception {
    fleet(keys, "{env: MINTING}");
  }

  private void fleet(String keys, String minting) throws Exception {
    Files.writeString(
        world.home().resolve("fleet.yaml"),
        "version: 1\nworkspaces:\n  acme: {url: '%s', minting-key: %s}\nkeys:\n%s\n"
            .formatted(url, minting, keys));
  }

  private void text(String defaults, String keys) throws Exception {
    fleet(keys);
    Path file = world.home().resolve("fleet.yaml");
    Files.writeString(file, Files.readString(file).replace("\nkeys:", "\n" + defaults + "keys:"));
  }

  private void file(String name, String key) throws Exception {
    Path file = world.home().resolve(name);
    Files.writeString(file, key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void answer(String... keys) {
    answer(List.of(keys));
  }

  private void answer(List<String> keys) {
    world.sandbox().clearFaults();
    world.sandbox().fault(Fault.status("GET", "/v1/api_keys", 200, list(keys)).times(9));
    world
        .sandbox()
        .fault(
            Fault.status("GET", "/v1/access/trust_rules", 200, "{\"items\":[],\"pagination\":{}}")
                .times(9));
  }

  private static String list(List<String> keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  /** An entry of the list: so many days old, and last used so many days ago. */
  private static String key(
      String prefix, String name, String type, String team, int age, int unused) {
    Instant now = Instant.now();
    return """
    {"prefix":"%s","type":"%s","name":"%s","model_ids":null,"team_name":%s,"created_at":"%s",
     "last_used_at":"%s","owner":%s}\
    """
        .formatted(
            prefix,
            type,
            name,
            team == null ? "null" : "\"" + team + "\"",
            now.minus(Duration.ofDays(age)).minusSeconds(60),
            now.minus(Duration.ofDays(unused)).minusSeconds(60),
            type.equals("PERSONAL") ? "{\"user_id\":\"u\"}" : "null");
  }
}

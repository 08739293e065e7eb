package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static io.github.basetenci.action.ActionWorld.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.LeakFinder;
import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.ephemeral.EphemeralName;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that lives as long as the job. */
class EphemeralTest {
  private static final Instant NOW = Instant.now();
  private static final Duration SIX_DAYS = Duration.ofDays(6);

  @TempDir Path directory;
  private ProcessEngine engine;
  private ActionWorld world;

  @BeforeEach
  void begin() throws IOException {
    engine = new ProcessEngine(Files.createDirectory(directory.resolve("containers")));
    world = new ActionWorld(directory, engine);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "env", "both", "none"})
  void theStepsHaveAKeyOfTheirOwnUntilTheJobEnds(String export) throws Exception {
    Stage main = world.mint("export", export);

    assertThat(main.code()).as(main.text()).isZero();
    String key = key(main);
    assertThat(world.sandbox().accepts(key)).isTrue();
    ApiKeyInfo listed = listed().get(0);
    assertThat(listed.type()).isEqualTo(ApiKeyType.WORKSPACE_INVOKE);
    assertThat(listed.prefix()).isEqualTo(ApiKey.of(key).prefix());
    assertThat(main.said("warning")).isEmpty();

    Stage post = world.job().end().get(0);

    assertThat(post.code()).isZero();
    assertThat(post.said("warning")).isEmpty();
    assertThat(post.text()).contains("Deleted the key " + listed.name());
    assertThat(world.sandbox().accepts(key)).isFalse();
    assertThat(world.sandbox().accepts(MINTING_KEY)).isTrue();
    assertThat(world.minted()).isEmpty();
    assertThat(world.left()).isEmpty();
  }

  @Test
  void theNameTellsTheRunAndTheEndAndIsSavedForPost() throws Exception {
    Stage main = world.mint();

    String name = world.minted().get(0);
    assertThat(name).matches("baseten-ci-[0-9]{8}t[0-9]{6}z-17123456789-1-deploy-[0-9a-f]{8}");
    EphemeralName parsed = EphemeralName.parse(name).orElseThrow();
    assertThat(parsed.end())
        .isBetween(NOW.plus(SIX_DAYS).minusSeconds(2), Instant.now().plus(SIX_DAYS).plusSeconds(2));
    JsonObject state = (JsonObject) Json.parse(main.state().get("ephemeral"));
    assertThat(state.string("name")).isEqualTo(name);
    assertThat(state.string("address")).isEqualTo(world.url());
  }

  @Test
  void typeModelsTeamAndEndAreThoseThatTheWorkflowNames() throws Exception {
    Stage main =
        world.mint(
            "ephemeral-type", "workspace-export-metrics",
            "ephemeral-models", "m1, m2",
            "ephemeral-team", Sandbox.SECOND_TEAM,
            "ephemeral-max-age-hours", "1");

    assertThat(main.code()).as(main.text()).isZero();
    ApiKeyInfo listed = listed().get(0);
    assertThat(listed.type()).isEqualTo(ApiKeyType.WORKSPACE_EXPORT_METRICS);
    assertThat(listed.modelIds()).containsExactly("m1", "m2");
    assertThat(listed.teamName()).isEqualTo(Sandbox.SECOND_TEAM);
    assertThat(EphemeralName.parse(listed.name()).orElseThrow().end())
        .isBefore(Instant.now().plus(Duration.ofHours(2)));
  }

  @Test
  void theOutputsAreOfTheKeyThatWasMinted() throws Exception {
    Stage main = world.mint("expect-workspace", "acme", "ephemeral-type", "WORKSPACE_MANAGE_ALL");

    assertThat(main.outputs())
        .containsEntry("source", "input minting-api-key")
        .containsEntry("key-prefix", listed().get(0).prefix())
        .containsEntry("key-type", "WORKSPACE_MANAGE_ALL")
        .containsEntry("workspace", "acme");
  }

  @Test
  void onlyAKeyThatMayNotPushIsSaidToBeOne() throws Exception {
    assertThat(world.mint("ephemeral-type", "WORKSPACE_MANAGE_ALL").text())
        .doesNotContain("may neither push");
    assertThat(world.mint("ephemeral-type", "WORKSPACE_INVOKE").text())
        .contains("A key of type WORKSPACE_INVOKE may neither push nor tell who it is");
  }

  @Test
  void withoutVerificationNobodyIsAskedWhoTheKeysAre() throws Exception {
    assertThat(world.mint("verify", "false").code()).isZero();

    assertThat(world.sandbox().requests())
        .extracting(call -> call.method() + " " + call.path())
        .containsExactly("GET /v1/api_keys", "GET /v1/organizations/me", "POST /v1/api_keys");
  }

  @Test
  void furtherLoginsKeepTheirOwnKeys() throws Exception {
    Stage main =
        world.mint(
            "remotes",
            "[{remote: two, api-key: " + OTHER_KEY + ", remote-url: '" + world.url() + "'}]");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.onHost("USER_TRUSSRC_PATH"))
        .contains("[baseten]", "[two]", OTHER_KEY, listed().get(0).prefix() + ".");
    world.job().end();
    assertThat(world.sandbox().accepts(OTHER_KEY)).isTrue();
  }

  @Test
  void twoLoginsOfOneJobHaveTwoKeysAndNeitherStays() throws Exception {
    world.mint("profile", "one");
    world.mint("profile", "two");
    assertThat(world.minted()).hasSize(2);

    assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.minted()).isEmpty();
    assertThat(world.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "env", "both", "none"})
  void theMintingKeyIsInNoFileVariableStateOutputOrLog(String export) throws Exception {
    Stage main = world.mint("export", export, "log", "debug", "doctor", "true");
    String minted = key(main);
    LeakFinder minting = new LeakFinder(MINTING_KEY);
    LeakFinder either = new LeakFinder(MINTING_KEY, minted);

    assertThat(minting.find(written())).isEmpty();
    assertThat(minting.find(world.job().variables().toString())).isEmpty();
    Stage post = world.job().end().get(0);
    for (Stage stage : List.of(main, post)) {
      assertThat(either.find(withoutMasks(stage))).isEmpty();
      assertThat(either.find(stage.state().toString())).isEmpty();
      assertThat(either.find(stage.outputs().toString())).isEmpty();
    }
    assertThat(world.job().masks()).contains(MINTING_KEY, minted);
    assertThat(either.find(written(world.job().githubHome()))).isEmpty();
  }

  @Test
  void theMintingKeyIsHiddenBeforeAnythingIsSaidAndTheNewOneBeforeItIsWritten() throws Exception {
    Stage main = world.mint("export", "both");
    String minted = key(main);
    List<String> lines = main.text().lines().toList();

    assertThat(lines.get(0)).startsWith("::add-mask::");
    assertThat(lines.indexOf("::add-mask::" + MINTING_KEY)).isLessThan(60);
    assertThat(lines.indexOf("::add-mask::" + minted))
        .isBetween(0, indexOf(lines, "::debug::The key is minted"));
  }

  @Test
  void postSendsTheMintingKeyWhereMainDidWhateverStepsHaveChanged() throws Exception {
    world.mint();
    world
        .job()
        .set("BASETEN_REMOTE_URL", "https://attacker.example")
        .set("BASETEN_MANAGEMENT_API_URL_OVERRIDE", "http://127.0.0.1:1")
        .inPost("remote-url", "https://attacker.example")
        .inPost("sandbox-url", "http://127.0.0.1:1");

    Stage post = world.job().end().get(0);

    assertThat(post.said("warning")).isEmpty();
    assertThat(world.minted()).isEmpty();
  }

  @Test
  void postSendsTheMintingKeyNowhereOnceAStepHasChangedWhomItTrusts() throws Exception {
    world.mint();
    String name = world.minted().get(0);
    world.sandbox().clearRequests();
    Files.writeString(world.job().workspace().resolve("ca.pem"), "an authority of a later step");
    world.job().set("SSL_CERT_FILE", "ca.pem");

    Stage post = world.job().end().get(0);

    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(post.said("warning"))
        .singleElement()
        .asString()
        .contains("the key " + name + " may be left on the server", "ca-certificate are no longer");
    assertThat(world.left()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void postWithoutTheMintingKeySaysWhichKeyIsLeft(String strict) throws Exception {
    world.mint("strict-logout", strict);
    String name = world.minted().get(0);
    world.job().inPost("minting-api-key", "");

    Stage post = world.job().end().get(0);

    assertThat(post.code()).isEqualTo(strict.equals("true") ? 1 : 0);
    assertThat(post.said(strict.equals("true") ? "error" : "warning"))
        .singleElement()
        .asString()
        .startsWith(
            "the key "
                + name
                + " may be left on the server: minting-api-key is empty in the post stage; delete"
                + " it with baseten-ci keys revoke --name "
                + name);
    assertThat(world.left()).isEmpty();
  }

  @Test
  void postDeletesTheKeyAlsoWhereTheFilesCannotBeDeleted() throws Exception {
    Stage main = world.mint();
    Path common = Path.of(main.variables().get("BASETEN_CONFIG_DIR")).getParent();
    Files.move(common, directory.resolve("moved"));
    Files.createSymbolicLink(common, directory.resolve("moved"));

    assertThat(world.job().end().get(0).said("warning")).hasSize(1);

    assertThat(world.minted()).isEmpty();
  }

  @Test
  void postIsContentWithAKeyThatSomebodyElseHasDeleted() throws Exception {
    world.mint();
    api().deleteApiKey(listed().get(0).prefix());

    Stage post = world.job().end().get(0);

    assertThat(post.said("warning")).isEmpty();
    assertThat(post.text()).contains("is not there: nothing to delete");
  }

  @Test
  void aClockThatIsFastDeletesNoLivingKey() throws Exception {
    world.mint();
    String left = world.minted().get(0);
    engine.clock(InstantSource.fixed(NOW.plus(Duration.ofDays(30))));

    Stage main = world.mint();

    // The server's clock has not moved, and the earlier of the two counts.
    assertThat(main.text()).doesNotContain("which an earlier job left");
    assertThat(world.minted()).hasSize(2).contains(left);
  }

  @Test
  void aKeyWhoseEndIsPastIsDeletedByTheNextLoginAndNoOther() throws Exception {
    String over = EphemeralName.of(NOW.minus(Duration.ofHours(2)), "9-1-x", "00000000").name();
    String young = EphemeralName.of(NOW.minus(Duration.ofMinutes(30)), "9-1-x", "00000000").name();
    for (String name : List.of(over, young, over + "-2", "my-" + over)) {
      create(name);
    }

    Stage main = world.mint();

    assertThat(main.text()).contains("Deleted the key " + over + ", which an earlier job left.");
    assertThat(world.sandbox().keyNames())
        .contains(young, over + "-2", "my-" + over)
        .doesNotContain(over);
  }

  @Test
  void aJanitorThatMayNotDeleteDoesNotKeepTheJobFromItsLogin() throws Exception {
    create(EphemeralName.of(NOW.minus(Duration.ofDays(1)), "9-1-x", "00000000").name());
    world.sandbox().fault(Fault.status("DELETE", "/v1/api_keys/", 403, "{}"));

    Stage main = world.mint("log", "info");

    assertThat(main.code()).isZero();
    assertThat(main.text()).contains("Keys that earlier jobs left stay for now: ");
  }

  @Test
  void aClockThatIsSlowEndsNoKeyEarly() throws Exception {
    engine.clock(InstantSource.fixed(NOW.minus(Duration.ofDays(300))));

    world.mint();

    EphemeralName name = EphemeralName.parse(world.minted().get(0)).orElseThrow();
    assertThat(name.end()).isAfter(NOW.plus(SIX_DAYS).minusSeconds(2));
  }

  private static int indexOf(List<String> lines, String start) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    return -1;
  }

  /** The key that later steps get. */
  static String key(Stage main) throws IOException {
    String variable = main.variables().getOrDefault("BASETEN_API_KEY", "");
    return variable.isEmpty()
        ? Files.readAllLines(Path.of(main.outputs().get("trussrc-path"))).stream()
            .filter(line -> line.startsWith("api_key"))
            .map(line -> line.substring(line.indexOf('=') + 1).strip())
            .findFirst()
            .orElseThrow()
        : variable;
  }

  static String withoutMasks(Stage stage) {
    return stage
        .text()
        .lines()
        .filter(line -> !line.startsWith("::add-mask::"))
        .collect(Collectors.joining("\n"));
  }

  /** All that is in the files of the runner and of our containers. */
  private String written() throws IOException {
    return written(directory);
  }

  private static String written(Path below) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(below)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }

  private ManagementApi api() throws Exception {
    return new ManagementApi(
        TestHttp.transport(),
        world.sandbox().url(),
        ApiKey.of(MINTING_KEY),
        TestHttp.farAway(),
        time -> {});
  }

  private List<ApiKeyInfo> listed() throws Exception {
    return api().apiKeys().stream()
        .filter(key -> key.name() != null && key.name().startsWith("baseten-ci-"))
        .toList();
  }

  private void create(String name) throws Exception {
    api()
        .createApiKey(
            new io.github.basetenci.api.CreateApiKey(ApiKeyType.WORKSPACE_INVOKE, name, null),
            null);
  }
}

package io.github.basetenci.shim.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonParseException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.sandbox.ExchangeOptions;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.IssuedToken;
import io.github.basetenci.sandbox.IssuerServer;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** A login for the rest of a job by the identity of the job, and the logout that undoes it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "modes are those of POSIX")
class KeylessJobTest {
  private static final String RULE = "abcd1234";
  private static final String AUDIENCE = "https://api.baseten.co";
  private static final GitHubJob JOB = GitHubJob.of("acme/models");

  @TempDir Path home;
  private World world;
  private IssuerServer github;
  private Path directory;

  @BeforeEach
  void begin() throws IOException {
    home = home.toRealPath();
    directory = home.resolve("login");
    open(SandboxOptions.defaults());
  }

  private void open(SandboxOptions options) throws IOException {
    TestIssuer issuer = TestIssuer.github(Clock.systemUTC());
    github = IssuerServer.start(issuer, JOB);
    world =
        new World(
                home,
                options
                    .withKey(World.KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "marker")
                    .withIssuer(issuer)
                    .withTrustRule(
                        SeedRule.of(
                                "deploy",
                                TestIssuer.GITHUB,
                                "claims.repository_owner_id == '12345' && claims.sub == '"
                                    + JOB.subject()
                                    + "'",
                                AUDIENCE,
                                "deploy")
                            .withId(RULE)))
            .set("GITHUB_ACTIONS", "true")
            .set("ACTIONS_ID_TOKEN_REQUEST_URL", github.requestUrl())
            .set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", github.requestToken());
  }

  @AfterEach
  void end() throws IOException {
    world.close();
    github.close();
  }

  @Test
  void aStoredAccessTokenLogsAJobInToo() {
    assertThat(world.run("auth", "login", "--trust-rule", RULE, "--audience", AUDIENCE).code())
        .isZero();

    World.Run run =
        world.run(
            "job",
            "login",
            "--export",
            "json",
            "--directory",
            directory.toString(),
            "--allow-unknown-remote");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("Logged in with access token until ");
    assertThat(directory.resolve("trussrc")).content().contains(tokens().get(0));
  }

  @Test
  void aStoredAccessTokenHasNoTypeOfKey() {
    assertThat(world.run("auth", "login", "--trust-rule", RULE, "--audience", AUDIENCE).code())
        .isZero();

    World.Run run =
        world.run(
            "job",
            "login",
            "--export",
            "json",
            "--directory",
            directory.toString(),
            "--require-key-type",
            "workspace-invoke");

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .contains(
            "the stored login 'baseten' has an access token, which has no type of key, and"
                + " --require-key-type wants WORKSPACE_INVOKE");
    assertThat(directory).doesNotExist();
  }

  @Test
  void aLoginIsPrivateNamesNoTokenAndIsGoneAfterItsLogout() throws IOException {
    JsonObject set = login("json").object("set");

    assertThat(set.members().keySet())
        .containsExactlyInAnyOrder(
            "BASETEN_CI_JOB_DIRECTORY",
            "BASETEN_CONFIG_DIR",
            "BASETEN_PROFILE",
            "BASETEN_TRUSS_AUTH_KEYRING_DISABLED",
            "TRUSS_NO_UPDATE_CHECK",
            "USER_TRUSSRC_PATH");
    assertThat(set.string("BASETEN_PROFILE")).isEqualTo("baseten-ci");
    String token = tokens().get(0);
    assertThat(Json.compact(set)).doesNotContain(token);
    assertThat(read("trussrc")).contains(token, "auth_type = oauth");
    assertThat(read("auth.json")).contains(token, "\"oauth\"");
    assertThat(read("login.json")).doesNotContain(token);

    take(set);
    World.Run logout = world.run("job", "logout");

    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(logout.err()).contains("Logged out");
    assertThat(directory).doesNotExist();
    assertThat(world.sandbox().requests())
        .as("nothing is revoked")
        .extracting(request -> request.method() + " " + request.path())
        .containsExactly("POST /v1/auth/token", "GET /v1/users/me", "POST /graphql/");
  }

  @Test
  void theReportHasRuleAndEndAndNoToken() {
    World.Run run = run("login", "--export", "bash", "-o", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("Logged in with access token until ", "(acme) as profile baseten-ci")
        .contains("\"expires_at\":\"", "\"key_prefix\":\"\"")
        .doesNotContain(tokens().get(0), github.tokens().get(0), github.requestToken());
    assertThat(run.out()).doesNotContain(tokens().get(0));
  }

  @Test
  void everyTokenIsMaskedBeforeAVariableIsHandedOver() throws Exception {
    Path exported = Files.createFile(home.resolve("github_env"));
    world.set("GITHUB_ENV", exported.toString());

    World.Run run = run("login", "--export", "github");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).allMatch(line -> line.startsWith("::add-mask::"));
    for (String form : KeyForms.of(AccessToken.of(tokens().get(0)))) {
      assertThat(run.out()).contains("::add-mask::" + form.replace("%", "%25") + "\n");
    }
    assertThat(run.out()).contains("::add-mask::" + github.tokens().get(0) + "\n");
    assertThat(Files.readString(exported)).contains("USER_TRUSSRC_PATH");
  }

  @Test
  void aVariableHoldsTheTokenOnlyWhereThatIsAskedFor() throws IOException {
    JsonObject set = login("json", "--export-secret").object("set");

    assertThat(set.string("BASETEN_API_KEY")).isEqualTo(tokens().get(0));
    assertThat(set.string("BASETEN_REMOTE_URL")).isEqualTo(world.url());
  }

  @Test
  void aLoginWithoutFilesIsInVariablesAlone() throws IOException {
    JsonObject set = login("json", "--export-secret", "--file-less").object("set");

    assertThat(set.string("BASETEN_TRUSS_AUTH_API_KEY")).isEqualTo(tokens().get(0));
    assertThat(all()).containsExactly(directory, directory.resolve("login.json"));
  }

  @Test
  void aKeyOfTheJobIsSetAsideAndUnset() throws IOException {
    world.set("BASETEN_API_KEY", World.KEY);

    World.Run run = run("login", "--export", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("BASETEN_API_KEY is set aside");
    assertThat(Json.compact(json(run.out()))).contains("BASETEN_API_KEY");
  }

  @Test
  void theSameLoginAgainRenewsTheTokenInTheSameDirectory() throws IOException {
    world.set("BASETEN_API_KEY", World.KEY).set("BASETEN_PROFILE", "mine");
    JsonObject first = json(run("login", "--export", "json").out());
    take(first.object("set"));
    world.unset("BASETEN_API_KEY").unset("BASETEN_REMOTE_URL");
    String record = read("login.json");
    List<Path> files = all();

    World.Run again = run("login", "--export", "json", "--remote-url", world.url());

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(json(again.out()).object("set")).isEqualTo(first.object("set"));
    assertThat(tokens()).hasSize(2);
    assertThat(read("trussrc")).contains(tokens().get(1)).doesNotContain(tokens().get(0));
    assertThat(read("auth.json")).contains(tokens().get(1)).doesNotContain(tokens().get(0));
    assertThat(json(read("login.json"))).isEqualTo(json(record));
    assertThat(all()).isEqualTo(files);

    World.Run logout = world.run("job", "logout", "--export-secret");

    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(json(logout.out()).object("set").string("BASETEN_API_KEY")).isEqualTo(World.KEY);
    assertThat(json(logout.out()).object("set").string("BASETEN_PROFILE")).isEqualTo("mine");
    assertThat(directory).doesNotExist();
  }

  @Test
  void theSameLoginOfAKnownJobIsRenewedWithoutItsVariables() throws IOException {
    job("1", "/runner-1/_temp");
    login("json");

    login("json");

    assertThat(read("trussrc")).contains(tokens().get(1));
  }

  @ParameterizedTest
  @CsvSource({"2, /runner-1/_temp", "1, /runner-2/_temp"})
  void theLoginOfAnotherJobInTheSameDirectoryIsNotRenewed(String run, String temporary)
      throws IOException {
    job("1", "/runner-1/_temp");
    login("json");
    String before = read("trussrc") + read("auth.json") + read("login.json");
    job(run, temporary);

    World.Run other = run("login", "--export", "json");

    assertThat(other.code()).isOne();
    assertThat(other.err()).contains("is there already");
    assertThat(read("trussrc") + read("auth.json") + read("login.json")).isEqualTo(before);
  }

  @Test
  void aLoginOfAnUnknownJobIsRenewedOnlyWithItsVariables() throws IOException {
    JsonObject set = login("json").object("set");

    World.Run stranger = run("login", "--export", "json");
    world.set("BASETEN_CI_JOB_DIRECTORY", home.resolve("another").toString());
    World.Run strayed = run("login", "--export", "json");

    assertThat(stranger.code()).isOne();
    assertThat(stranger.err()).contains("is there already");
    assertThat(strayed.code()).isOne();
    take(set);
    login("json");
  }

  @Test
  void aRenewedTokenInVariablesIsUndoneToo() throws IOException {
    String[] flags = {"--export-secret", "--file-less", "--remote-url", world.url()};
    take(login("json", flags).object("set"));

    JsonObject set = login("json", flags).object("set");
    assertThat(set.string("BASETEN_API_KEY")).isEqualTo(tokens().get(1));
    take(set);
    World.Run logout = world.run("job", "logout");

    assertThat(logout.code()).as(logout.err()).isZero();
    assertThat(Json.compact(json(logout.out())))
        .contains("BASETEN_API_KEY", "BASETEN_TRUSS_AUTH_API_KEY");
  }

  @Test
  void aRenewalThatFailsLeavesTheLoginAsItIs() throws IOException {
    take(login("json").object("set"));
    String before = read("trussrc") + read("auth.json") + read("login.json");
    world.sandbox().fault(Fault.status("POST", "/v1/auth/token", 401, "{}"));

    assertThat(run("login", "--export", "json").code()).isEqualTo(3);

    assertThat(read("trussrc") + read("auth.json") + read("login.json")).isEqualTo(before);
    assertThat(world.run("job", "logout").code()).isZero();
  }

  @Test
  void aRenewalThatCannotWriteLeavesTheLoginToItsLogout() throws IOException {
    take(login("json").object("set"));

    World.Run again =
        run("login", "--export", "json", "--export-file", home.resolve("no/file").toString());

    assertThat(again.code()).isOne();
    assertThat(directory).isDirectory();
    assertThat(world.run("job", "logout").code()).isZero();
    assertThat(directory).doesNotExist();
  }

  @Test
  void whatAKilledRenewalLeftIsNoHindrance() throws IOException {
    take(login("json").object("set"));
    Files.writeString(directory.resolve(".trussrc.new"), "half");
    Files.writeString(directory.resolve(".login.json.new"), "half");

    login("json");
    assertThat(world.run("job", "logout").code()).isZero();

    assertThat(directory).doesNotExist();
  }

  @Test
  void aLoginWithAKeyIsNotReplacedInSilence() {
    world.set("BASETEN_API_KEY", World.KEY);
    assertThat(
            world
                .run("job", "login", "--export", "json", "--directory", directory.toString())
                .code())
        .isZero();

    World.Run run = run("login", "--export", "json");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("is there already", "job logout");
  }

  @Test
  void anotherLoginIsNotReplacedInSilence() throws IOException {
    login("json");

    World.Run run = run("login", "--export", "json", "--profile", "other");

    assertThat(run.code()).isOne();
    assertThat(run.err()).contains("is there already");
    assertThat(read("trussrc")).contains(tokens().get(0));
  }

  @Test
  void graphqlThatTakesNoTokenIsAWarningThatNamesTruss() throws IOException {
    end();
    open(
        SandboxOptions.defaults().withExchange(ExchangeOptions.defaults().withTakesGraphql(false)));

    World.Run run = run("login", "--export", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("truss cannot use this login, since GraphQL of 127.0.0.1 refuses");
  }

  @Test
  void withoutThePermissionTheLinesAreSaid() {
    world.unset("ACTIONS_ID_TOKEN_REQUEST_URL");

    World.Run run = run("login", "--export", "json");

    assertThat(run.code()).isOne();
    assertThat(run.err())
        .contains("this job has no permission to get an identity token from GitHub")
        .contains("permissions: id-token: write");
    assertThat(directory).doesNotExist();
  }

  @Test
  void aTypeOfKeyIsRefusedBesideATrustRule() {
    World.Run run = run("login", "--export", "json", "--require-key-type", "WORKSPACE_INVOKE");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--require-key-type goes with a key; remove it beside --trust-rule");
    assertThat(github.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, '{\"error\":\"invalid_grant\"}', 3, invalid_grant",
    "400, '{\"error\":\"invalid_request\"}', 5, invalid_request",
    "401, {}, 3, HTTP 401",
    "403, {}, 3, HTTP 403",
    "429, {}, 5, HTTP 429",
    "500, {}, 6, HTTP 500",
    "200, '<html>', 1, it is not JSON"
  })
  void aRefusedExchangeHasItsExitCodeAndWritesNothing(
      int status, String body, int code, String words) {
    world.sandbox().fault(Fault.status("POST", "/v1/auth/token", status, body).times(100));

    World.Run run = run("login", "--export", "json");

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err()).contains(words).doesNotContain(github.tokens().get(0));
    assertThat(run.out()).isEmpty();
    assertThat(directory).doesNotExist();
  }

  /** As in a job of GitHub: jobs of a matrix differ by the runner's directory alone. */
  private void job(String run, String temporary) {
    world
        .set("GITHUB_RUN_ID", run)
        .set("GITHUB_RUN_ATTEMPT", "1")
        .set("GITHUB_JOB", "deploy")
        .set("RUNNER_TEMP", temporary);
  }

  private World.Run run(String command, String... flags) {
    List<String> line =
        new ArrayList<>(List.of("job", command, "--directory", directory.toString()));
    if (command.equals("login")) {
      line.addAll(List.of("--trust-rule", RULE, "--audience", AUDIENCE));
      // The sandbox is none of the remotes that truss knows.
      line.add("--allow-unknown-remote");
    }
    line.addAll(List.of(flags));
    return world.run(line.toArray(String[]::new));
  }

  private JsonObject login(String format, String... flags) throws IOException {
    List<String> line = new ArrayList<>(List.of("--export", format));
    line.addAll(List.of(flags));
    World.Run run = run("login", line.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return json(run.out());
  }

  private void take(JsonObject set) {
    set.members().keySet().forEach(name -> world.set(name, String.valueOf(set.string(name))));
  }

  private List<String> tokens() {
    return world.sandbox().tokens().stream().map(IssuedToken::value).toList();
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }

  private static JsonObject json(String text) {
    try {
      return (JsonObject) Json.parse(text);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}

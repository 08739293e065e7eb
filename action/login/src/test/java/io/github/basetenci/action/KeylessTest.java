package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.text;
import static io.github.basetenci.action.KeylessWorld.AUDIENCE;
import static io.github.basetenci.action.KeylessWorld.JOB;
import static io.github.basetenci.action.KeylessWorld.RULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.action.toolkit.runner.ReadCommand;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.KeyForms;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workflow with {@code id-token: write} and no secret at all logs in. */
class KeylessTest {
  private static final String READ = "cat \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\"";

  @TempDir Path directory;
  private KeylessWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new KeylessWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyKindOfStepFindsTheLoginAndPostLeavesNothing(boolean immutable) throws IOException {
    world.close();
    Path other = Files.createDirectory(directory.resolve("other"));
    world = new KeylessWorld(other, immutable ? JOB.withImmutableSubject() : JOB);

    Stage main = world.login();

    assertThat(main.code()).as(main.text()).isZero();
    String token = world.tokens().get(0);
    assertThat(text(world.job().hostStep("sh", "-c", READ)))
        .contains(token, "auth_type = oauth", "\"baseten-ci\"");
    assertThat(text(world.job().containerAction("sh", "-c", READ))).contains(token);
    assertThat(text(world.job().jobContainerStep("sh", "-c", READ))).contains(token);

    assertThat(world.job().end())
        .singleElement()
        .satisfies(
            post -> {
              assertThat(post.code()).isZero();
              assertThat(post.said("warning")).isEmpty();
              assertThat(post.text()).contains("Logged out");
            });
    assertThat(world.left()).isEmpty();
    assertThat(world.filesWith(token)).isEmpty();
    assertThat(world.sandbox().requests())
        .as("nothing is revoked")
        .extracting(RequestEntry::path)
        .containsExactly("/v1/auth/token", "/v1/users/me", "/graphql/");
    assertThat(world.job().variables())
        .containsEntry("USER_TRUSSRC_PATH", "~/.trussrc")
        .containsEntry("BASETEN_CONFIG_DIR", "")
        .containsEntry("BASETEN_PROFILE", "");
  }

  @Test
  void theTokensAreNowhereButInTheTwoFiles() throws IOException {
    Stage main = world.login("log", "debug");

    String token = world.tokens().get(0);
    assertThat(world.filesWith(token)).containsExactly("auth.json", "trussrc");
    for (String secret : world.github().tokens()) {
      assertThat(world.filesWith(secret)).isEmpty();
    }
    assertThat(world.secrets())
        .hasSize(3)
        .allSatisfy(
            secret -> {
              assertThat(said(main)).doesNotContain(secret);
              assertThat(main.outputs().toString()).doesNotContain(secret);
              assertThat(main.state().toString()).doesNotContain(secret);
              assertThat(main.variables().toString()).doesNotContain(secret);
            });
    assertThat(world.job().end()).allMatch(post -> !said(post).contains(token));
  }

  @Test
  void eachTokenIsHiddenBeforeAnythingElseIsSaidOfIt() throws Exception {
    Stage main = world.login("log", "debug");

    String identity = world.github().tokens().get(0);
    String token = world.tokens().get(0);
    List<ReadCommand> commands = main.commands();
    assertThat(world.job().masks())
        .containsAll(KeyForms.of(AccessToken.of(token)))
        .contains(identity);
    int hidden = commands.indexOf(new ReadCommand("add-mask", Map.of(), token));
    assertThat(hidden).isNotNegative();
    // What is printed before the mask is there, the runner does not hide.
    assertThat(main.text().substring(0, main.text().indexOf("::add-mask::" + token)))
        .doesNotContain("Logged in");
    assertThat(said(main)).contains("Logged in");
  }

  @Test
  void truthIsToldOfRuleAccountAndEndAndNothingOfTheToken() throws Exception {
    Stage main = world.login();

    Instant end = world.sandbox().tokens().get(0).expires();
    assertThat(main.outputs())
        .containsEntry("source", "trust rule " + RULE + ", identity from github")
        .containsEntry("key-prefix", "")
        .containsEntry("key-type", "unknown")
        .containsEntry("workspace", "acme");
    assertThat(Instant.parse(main.outputs().get("expires-at")))
        .isBetween(end.minusSeconds(2), end.plusSeconds(1));
    JsonObject result = (JsonObject) Json.parse(main.outputs().get("result-json"));
    JsonObject login = (JsonObject) result.array("logins").get(0);
    assertThat(login.string("profile")).isEqualTo("baseten-ci");
    assertThat(login.string("key_prefix")).isEmpty();
    assertThat(login.string("expires_at")).isEqualTo(main.outputs().get("expires-at"));
    assertThat(said(main)).contains("as profile baseten-ci", "until " + login.string("expires_at"));
  }

  @Test
  void theTokenIsSentAsBearer() {
    world.login();

    assertThat(world.sandbox().requests())
        .filteredOn(request -> request.path().equals("/v1/users/me"))
        .isNotEmpty()
        .extracting(RequestEntry::scheme)
        .containsOnly(Scheme.BEARER);
  }

  @Test
  void aVariableOfTheJobNamesTheRuleToo() {
    world.job().set("BASETEN_TRUST_RULE", RULE).set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE);

    Map<String, String> inputs = world.inputs();
    inputs.keySet().removeAll(List.of("trust-rule", "audience"));
    Stage main = world.job().login(inputs);

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.tokens()).hasSize(1);
  }

  @Test
  void aRuleOfAVariableStandsBackBehindTheInputOfAKey() {
    world.job().set("BASETEN_TRUST_RULE", RULE).set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE);

    Stage main = world.login("trust-rule", "-", "audience", "", "api-key", KEY);

    assertThat(main.outputs()).containsEntry("source", "input api-key");
    assertThat(world.github().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aRuleOfAVariableComesBeforeAKeyOfAVariableWhereTheInputIsEmpty(String fallback) {
    world
        .job()
        .set("BASETEN_TRUST_RULE", RULE)
        .set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE)
        .set("BASETEN_API_KEY", KEY);

    Stage main =
        world.login("trust-rule", "-", "audience", "", "api-key", "", "allow-fallback", fallback);

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(main.outputs().get("source")).startsWith("trust rule " + RULE);
    assertThat(main.said("warning"))
        .contains("api-key is empty; the trust rule from BASETEN_TRUST_RULE is used instead");
  }

  @Test
  void aKeyInAVariableIsSetAsideAndEmptiedUntilPost() {
    world
        .job()
        .set("BASETEN_API_KEY", KEY)
        .set("BASETEN_TRUSS_AUTH_API_KEY", KEY)
        .set("BASETEN_TRUSS_AUTH_REMOTE_URL", world.url());

    Stage main = world.login();

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(said(main)).contains("BASETEN_API_KEY is set aside");
    assertThat(world.job().variables())
        .containsEntry("BASETEN_API_KEY", "")
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", "")
        .containsEntry("BASETEN_TRUSS_AUTH_REMOTE_URL", "");
    world.job().end();
    assertThat(world.job().variables())
        .containsEntry("BASETEN_API_KEY", KEY)
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env", "both"})
  void aVariableHoldsTheTokenOnlyWhereThatIsAskedFor(String export) throws IOException {
    assertThat(world.login().variables()).doesNotContainKey("BASETEN_API_KEY");

    Stage main = world.login("export", export);

    String token = world.tokens().get(1);
    assertThat(main.variables()).containsEntry("BASETEN_API_KEY", token);
    if (export.equals("env")) {
      assertThat(main.variables()).containsEntry("BASETEN_TRUSS_AUTH_API_KEY", token);
    }
    world.job().end();
    assertThat(world.job().variables()).doesNotContainValue(token);
    assertThat(world.filesWith(token))
        .as("files of the runner itself")
        .allMatch(file -> file.startsWith("set_env_"));
    assertThat(world.left()).isEmpty();
  }

  @Test
  void furtherLoginsWithKeysStandBesideIt() {
    Stage main =
        world.login(
            "remotes",
            "[{remote: staging, api-key: " + KEY + ", remote-url: '" + world.url() + "'}]");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.onHost("USER_TRUSSRC_PATH"))
        .contains("[baseten]", "[staging]", KEY, world.tokens().get(0));
    assertThat(main.variables()).containsEntry("BASETEN_PROFILE", "baseten-ci");
  }

  @Test
  void theWantedLifeIsAskedFor() {
    Stage main = world.login("token-lifetime", "600");

    assertThat(main.code()).as(main.text()).isZero();
    assertThat(world.sandbox().tokens().get(0))
        .satisfies(token -> assertThat(token.expires()).isEqualTo(token.issued().plusSeconds(600)));
  }

  @Test
  void theSameStepLaterInTheJobRenewsTheTokenInTheSameDirectory() throws IOException {
    world.job().set("BASETEN_API_KEY", KEY);
    Map<String, String> before = Map.copyOf(world.job().variables());
    world.login();
    Map<String, String> first = Map.copyOf(world.job().variables());
    String old = world.onHost("USER_TRUSSRC_PATH");

    Stage again = world.login();

    assertThat(again.code()).as(again.text()).isZero();
    assertThat(world.job().variables()).isEqualTo(first);
    assertThat(world.onHost("USER_TRUSSRC_PATH")).contains(world.tokens().get(1)).isNotEqualTo(old);
    assertThat(world.filesWith(world.tokens().get(0))).isEmpty();
    assertThat(world.filesWith(world.tokens().get(1))).containsExactly("auth.json", "trussrc");

    List<Stage> posts = world.job().end();

    assertThat(posts).hasSize(2).allMatch(post -> post.code() == 0);
    assertThat(posts).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.left()).isEmpty();
    assertThat(world.job().variables()).containsAllEntriesOf(before);
    assertThat(world.job().variables())
        .containsEntry("USER_TRUSSRC_PATH", "~/.trussrc")
        .containsEntry("BASETEN_CONFIG_DIR", "");
  }

  @Test
  void aRenewalThatFailsLeavesTheLoginAsItIs() throws IOException {
    world.login();
    String before = world.onHost("USER_TRUSSRC_PATH");
    world
        .sandbox()
        .fault(Fault.status("POST", "/v1/auth/token", 400, "{\"error\":\"invalid_grant\"}"));

    assertThat(world.login().code()).isOne();

    assertThat(world.onHost("USER_TRUSSRC_PATH")).isEqualTo(before);
    assertThat(world.job().end()).allMatch(post -> post.said("warning").isEmpty());
    assertThat(world.left()).isEmpty();
  }

  @Test
  void anotherLoginIsOneInsideTheFirst() throws IOException {
    world.login();
    String outer = world.job().variables().get("BASETEN_CONFIG_DIR");

    world.login("profile", "inner");

    assertThat(world.job().variables().get("BASETEN_CONFIG_DIR")).isNotEqualTo(outer);
    List<Stage> posts = world.job().end();
    assertThat(posts.get(0).variables()).containsEntry("BASETEN_CONFIG_DIR", outer);
    assertThat(world.left()).isEmpty();
  }

  /** What the runner does not take as a mask. */
  private static String said(Stage stage) {
    StringBuilder text = new StringBuilder();
    stage
        .text()
        .lines()
        .filter(line -> !line.startsWith("::add-mask::"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}

package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.action.toolkit.runner.ReadCommand;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.sandbox.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a server, a branch or an input holds: the runner sees the commands that we issue. */
class HostileTextTest {
  private static final List<String> PARTS =
      List.of(
          "::",
          "##[",
          "##",
          "[",
          "]",
          "\r",
          "\n",
          "\r\n",
          " ",
          "\t",
          "\u0085",
          "\u2028",
          "\u00A0",
          "\uFEFF",
          "\u200B",
          "\u001B[31m",
          "%0A",
          "%0D",
          "%25",
          ",",
          "=",
          ";",
          "<<",
          "\\",
          "\"",
          "é",
          "::error::x",
          "::add-mask::a",
          "::set-env name=PATH::/evil",
          "::stop-commands::t0ken",
          "##[error]",
          "##[add-mask]a",
          "\n::warning file=a,line=1::b",
          "\r::set-output name=a::b",
          "\n##[set-env name=a;]b",
          "::echo::on",
          "ghadelimiter_",
          "EVIL=1",
          "\nEVIL=1\n",
          "EVIL<<X\n",
          "text");

  /** What main may say, beside masks, whose texts are keys of the job. */
  private static final Set<String> OURS = Set.of("add-mask", "debug", "error", "warning");

  @TempDir Path directory;
  private ActionWorld world;
  private final Random random = new Random(20_261_120);

  @BeforeEach
  void begin() throws IOException {
    world = new ActionWorld(directory);
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  @Tag("long")
  void aServersAnswersAreNoCommands() {
    for (int i = 0; i < 400; i++) {
      String text = next();
      int status = List.of(200, 400, 401, 403, 404).get(i % 5);
      JsonObject body =
          status == 200
              ? JsonObject.EMPTY
                  .with("user_id", text)
                  .with("email", text)
                  .with("name", text)
                  .with("workspace_name", text)
              : JsonObject.EMPTY.with("code", text).with("message", text);
      world.sandbox().fault(Fault.status("GET", "/v1/users/me", status, Json.compact(body)));
      check(world.login("log", "debug"), text);
      world.job().end().forEach(post -> check(post, text));
      world.sandbox().clearFaults();
    }
  }

  @Test
  void inputsAreNoCommands() {
    List<String> names =
        List.of(
            "remote",
            "profile",
            "team",
            "remote-url",
            "remotes",
            "export",
            "log",
            "expect-workspace",
            "require-key-type",
            "timeout-seconds",
            "sandbox-url",
            "ca-certificate");
    for (int i = 0; i < 300; i++) {
      String text = next();
      check(
          world.login("verify", i % 2 == 0 ? "true" : "false", names.get(i % names.size()), text),
          text);
      world.job().end().forEach(post -> check(post, text));
    }
  }

  @Test
  void inputsOfAnEphemeralKeyAreNoCommands() {
    List<String> names =
        List.of(
            "ephemeral",
            "minting-api-key",
            "ephemeral-type",
            "ephemeral-models",
            "ephemeral-team",
            "ephemeral-max-age-hours");
    for (int i = 0; i < 120; i++) {
      String text = next();
      check(world.mint(names.get(i % names.size()), text), text);
      world.job().end().forEach(post -> check(post, text));
      assertThat(world.minted()).isEmpty();
    }
  }

  @Test
  @Tag("long")
  void whatAServerSaysOfAnEphemeralKeyIsNoCommand() {
    for (int i = 0; i < 200; i++) {
      String text = next();
      String method = i % 2 == 0 ? "POST" : "GET";
      int status = List.of(200, 400, 403, 409).get(i / 2 % 4);
      JsonObject key = JsonObject.EMPTY.with("prefix", text).with("type", text).with("name", text);
      JsonObject body =
          JsonObject.EMPTY
              .with("code", text)
              .with("message", text)
              .with("keys", new JsonArray(List.of(key)));
      world.sandbox().fault(Fault.status(method, "/v1/api_keys", status, Json.compact(body)));
      check(world.mint("log", "debug"), text);
      world.job().end().forEach(post -> check(post, text));
      world.sandbox().clearFaults();
    }
  }

  @Test
  @Tag("long")
  void namesOfTheEventAndOtherVariablesAreNoCommands() {
    for (int i = 0; i < 300; i++) {
      String text = next().replace("\0", "");
      String head =
          Json.compact(
              JsonObject.EMPTY.with(
                  "pull_request",
                  JsonObject.EMPTY.with(
                      "head",
                      JsonObject.EMPTY.with("repo", JsonObject.EMPTY.with("full_name", text)))));
      world.job().event("pull_request", "mallory", head);
      world
          .job()
          .set("GITHUB_HEAD_REF", text)
          .set("BASETEN_PROFILE", text)
          .set("HTTPS_PROXY", text);
      check(world.login("api-key", ""), text);
      check(world.login("verify", "false"), text);
      world.job().end().forEach(post -> check(post, text));
    }
  }

  /** Every command is one of ours, and every variable and output too. */
  private void check(Stage stage, String text) {
    Set<String> names =
        stage.commands().stream()
            .map(ReadCommand::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(OURS).as("%s%n%s", text, stage).containsAll(names);
    for (ReadCommand command : stage.commands()) {
      Map<String, String> properties = command.properties();
      assertThat(properties.keySet()).as("%s%n%s", text, stage).isSubsetOf("title");
      assertThat(properties.values()).as("%s%n%s", text, stage).isSubsetOf("baseten login");
    }
    // One line of the log for each sentence: nothing foreign begins one.
    assertThat(stage.lines()).as("%s%n%s", text, stage).allMatch(HostileTextTest::isOurs);
    assertThat(stage.variables()).as("%s%n%s", text, stage).doesNotContainKey("EVIL");
    assertThat(stage.outputs()).as("%s%n%s", text, stage).doesNotContainKey("EVIL");
    assertThat(stage.state().keySet()).as("%s%n%s", text, stage).isSubsetOf("login", "ephemeral");
  }

  private static boolean isOurs(String line) {
    return line.matches(
        "(Key from |Logged in with key |Logged out: |Nothing to log out of|The login is in |The"
            + " type of the key is unknown|Management calls go to |BASETEN_PROFILE is no"
            + " longer|Minted the key |Deleted the key |The key baseten-ci-|A key of type |Every"
            + " later step ).*");
  }

  private String next() {
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + random.nextInt(10); parts > 0; parts--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }
}

package io.github.basetenci.cli.auth;

import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchCommandTest {
  private static final String OLDER =
      """
      {
        "version": 1,
        "hosts": {
          "https://app.baseten.co": {
            "active_user": "a",
            "users": {
              "a": {
                "auth_type": "api_key",
                "api_key": "%s"
              },
              "b": {
                "auth_type": "api_key",
                "api_key": "%s"
              }
            }
          }
        }
      }
      """
          .formatted(KEY, OTHER_KEY);

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth switch --profile one",
        "auth switch -p one",
        "auth switch --user one",
        "profiles use one"
      })
  void switchMakesTheProfileCurrentAndAsksNoServer(String line) throws IOException {
    logInTwice();

    World.Run run = world.run(line.split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Switched to one\n");
    assertThat(world.read(world.authJson())).contains("\"current\": \"one\"");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void theJsonResultIsTheProfileInTheWordsOfBothGenerations() throws IOException {
    logInTwice();

    assertThat(world.run("auth", "switch", "--profile", "one", "-o", "jsonl").out())
        .isEqualTo("{\"profile\":\"one\",\"user\":\"one\"}\n");
  }

  @Test
  void withoutANameItIsAUsageError() throws IOException {
    logInTwice();

    assertFails(world.run("auth", "switch"), 2, "must specify --profile");
    assertFails(world.run("auth", "switch", "--profile", ""), 2, "must specify --profile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth switch --profile x", "profiles use x"})
  void anUnknownProfileIsAnErrorThatNamesTheStoredOnes(String line) throws IOException {
    logInTwice();
    String before = world.read(world.authJson());

    assertFails(world.run(line.split(" ")), 1, "profile 'x' not found; stored are: one, two");
    assertThat(world.read(world.authJson())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth switch --profile r", "profiles use r"})
  void aRemoteOfTheTrussrcBesideACurrentProfileIsSaidToBeNone(String line) {
    world.run("login", "--remote", "r", "--store", "truss");
    logInTwice();

    assertThat(world.run("profiles", "list").out()).contains("  r ", " truss\n", "* two ");
    assertFails(
        world.run(line.split(" ")),
        1,
        "'r' is a remote of the trussrc and no profile of auth.json, and only a profile can be"
            + " current; name it with --remote where it is wanted, or log in to both files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth switch --profile r", "profiles use r"})
  void theOnlyRemoteIsTheLoginInUseAndIsListedAndTakenAsSuch(String line) {
    world.run("login", "--remote", "r", "--store", "truss");

    World.Run run = world.run(line.split(" "));

    assertThat(world.run("profiles", "list").out()).startsWith("* r ");
    assertThat(run.out()).isEqualTo("Switched to r\n");
    assertThat(run.code()).isZero();
    assertThat(world.authJson()).doesNotExist();
  }

  @Test
  void switchMakesTheCopyInTheOlderLayoutActiveToo() throws IOException {
    world.run("login", "--label", "a");
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login", "--label", "b");
    assertThat(world.read(world.authJson())).contains("\"active_user\": \"b\"");

    assertThat(world.run("auth", "switch", "--user", "a").code()).isZero();

    assertThat(world.read(world.authJson()))
        .contains("\"current\": \"a\"", "\"active_user\": \"a\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth switch --user bot", "auth switch --profile ci"})
  void aLabelAndItsProfileAreOneLogin(String line) throws IOException {
    world.run("login", "--label", "bot", "--profile", "ci");
    world.set("BASETEN_API_KEY", OTHER_KEY).run("login", "--label", "b");

    assertThat(world.run((line + " -o jsonl").split(" ")).out())
        .isEqualTo("{\"profile\":\"ci\",\"user\":\"bot\"}\n");
    assertThat(world.read(world.authJson()))
        .contains("\"current\": \"ci\"", "\"active_user\": \"bot\"");
  }

  @Test
  void aUserOfBaseten01AloneBecomesTheActiveOneOfItsHost() throws IOException {
    world.authJson(OLDER);

    assertThat(world.run("auth", "switch", "--user", "b", "-o", "jsonl").out())
        .isEqualTo("{\"profile\":\"\",\"user\":\"b\"}\n");
    assertThat(world.read(world.authJson()))
        .isEqualTo(OLDER.replace("user\": \"a\"", "user\": \"b\""));
  }

  @ParameterizedTest
  @CsvSource({"2, two", "one, one", "'', one"})
  void onATerminalItAsksWhich(String answer, String name) throws IOException {
    logInTwice();
    world.run("auth", "switch", "-p", "one");

    World.Run run = world.answers(answer).run("auth", "switch");

    assertThat(world.questions())
        .containsExactly(
            "1) one  %1$s  (current)\n2) two  %1$s\nSwitch to [1]: ".formatted(world.url()));
    assertThat(run.out()).isEqualTo("Switched to " + name + "\n");
    assertThat(world.read(world.authJson())).contains("\"current\": \"" + name + "\"");
  }

  @Test
  void aWrongChoiceIsAskedForAgain() throws IOException {
    logInTwice();

    World.Run run = world.answers("3", "1").run("auth", "switch");

    assertThat(world.questions().get(1))
        .isEqualTo("type a number from 1 to 2, or a name\nSwitch to [2]: ");
    assertThat(run.out()).isEqualTo("Switched to one\n");
  }

  @Test
  void theEndOfInputCancelsTheChoice() throws IOException {
    logInTwice();
    String before = world.read(world.authJson());

    assertFails(world.answers().run("auth", "switch"), 130, "Canceled.");
    assertThat(world.read(world.authJson())).isEqualTo(before);
  }

  @Test
  void withNothingToChooseItSaysHowToLogIn() {
    assertFails(
        world.answers().run("auth", "switch"),
        1,
        "no profiles stored; run 'baseten-ci auth login'");
    assertThat(world.questions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth switch --non-interactive --remote-url https://b.test | 0 | Switched to b",
        "auth switch --remote-url https://b.test --user b | 0 | Switched to b",
        "auth switch --remote-url https://a.test | 0 | Switched to a",
        "auth switch --remote-url https://two.test | 2 | several profiles belong to https://two.test; name one with --profile: c, d",
        "auth switch --remote-url https://b.test --user a | 2 | profile 'a' belongs to https://a.test, and not to https://b.test",
        "auth switch --remote-url https://no.test | 1 | no login for https://no.test is stored; run 'baseten-ci profiles list'",
        "auth switch --remote-url nowhere | 1 | the remote URL from --remote-url is no web address; write https://host[:port]"
      })
  void theUrlChoosesTheProfile(String line, int code, String said) {
    for (String[] login : new String[][] {{"b", "b"}, {"c", "two"}, {"d", "two"}, {"a", "a"}}) {
      world.run(
          ("login --no-verify --store baseten --profile %s --remote-url https://%s.test")
              .formatted(login[0], login[1])
              .split(" "));
    }

    World.Run run = world.run(line.split(" "));

    assertThat(run.out() + run.err()).isEqualTo(said + "\n");
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void withNothingStoredItSaysHowToLogIn() {
    assertFails(
        world.run("auth", "switch", "--profile", "x"),
        1,
        "no profiles stored; run 'baseten-ci auth login'");
  }

  @Test
  void anUnreadableAuthJsonIsAnErrorAndStays() throws IOException {
    assertFails(
        world.authJson("[]").run("auth", "switch", "--profile", "x"),
        1,
        world.authJson() + ": the whole text is not an object; correct it, or move the file away");
    assertThat(world.read(world.authJson())).isEqualTo("[]");
  }

  private void logInTwice() {
    for (String name : new String[] {"one", "two"}) {
      World.Run run = world.run("login", "--profile", name, "--store", "baseten");
      assertThat(run.code()).as(run.err()).isZero();
    }
    world.sandbox().clearRequests();
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).isEqualTo(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}

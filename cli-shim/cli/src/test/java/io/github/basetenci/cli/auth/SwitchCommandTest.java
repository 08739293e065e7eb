package io.github.basetenci.cli.auth;

import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth switch --profile one", "auth switch --user one", "profiles use one"})
  void switchMakesTheProfileCurrentAndAsksNoServer(String line) throws IOException {
    logInTwice();

    World.Run run = world.run(line.split(" "));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Switched to one\n");
    assertThat(world.read(world.authJson())).contains("\"current\": \"one\"");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void theJsonResultIsTheProfile() throws IOException {
    logInTwice();

    assertThat(world.run("auth", "switch", "--profile", "one", "-o", "jsonl").out())
        .isEqualTo("{\"profile\":\"one\"}\n");
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
  void aRemoteOfTheTrussrcAloneIsNoProfileAndIsSaidToBeOne(String line) {
    world.run("login", "--remote", "r", "--store", "truss");
    String sentence =
        "'r' is a remote of the trussrc and no profile of auth.json, and only a profile can be"
            + " current; name it with --remote where it is wanted, or log in to both files";

    assertThat(world.run("profiles", "list").out()).contains(" r ", " truss\n");
    assertFails(world.run(line.split(" ")), 1, sentence);
    logInTwice();
    assertFails(world.run(line.split(" ")), 1, sentence);
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

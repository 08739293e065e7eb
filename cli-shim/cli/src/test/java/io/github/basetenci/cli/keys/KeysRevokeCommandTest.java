package io.github.basetenci.cli.keys;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysRevokeCommandTest {
  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void aKeyOfTodaysFormIsFoundByItsPrefixAndByTheFormThatIsShown() {
    world.run("keys", "create", "--type", "workspace-invoke", "--name", "bot", "--to-file", "f");
    String prefix =
        world
            .run("keys", "list", "-q", ".keys[] | select(.name == \"bot\") | .prefix")
            .out()
            .replace("\"", "")
            .strip();

    assertThat(prefix).matches("b10_[A-Za-z0-9]{8}");
    assertThat(world.run("keys", "inspect", prefix).out()).contains("Name:       bot\n");
    assertThat(world.run("keys", "revoke", prefix + "****", "--yes").out())
        .isEqualTo("Revoked key " + prefix + "**** (bot, workspace-invoke)\n");
  }

  @Test
  void aKeyIsRevokedByItsPrefix() {
    World.Run run = world.run("keys", "revoke", "invokeky", "--yes");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Revoked key invokeky**** (invoke, workspace-invoke)\n");
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isFalse();
  }

  @Test
  void orByItsName() {
    World.Run run = world.run("keys", "revoke", "--name", "invoke", "-y", "-o", "jsonl");

    assertThat(run.out()).startsWith("{\"prefix\":\"invokeky\",\"type\":\"WORKSPACE_INVOKE\",");
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isFalse();
  }

  @Test
  void aNameThatSeveralTeamsUseNeedsMore() {
    world
        .set("BASETEN_API_KEY", PERSONAL_KEY)
        .run(
            "keys create --type workspace-invoke --name invoke --team research --to-file k"
                .split(" "));

    World.Run run = world.run("keys", "revoke", "--name", "invoke", "-y");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern(
            "several keys are named 'invoke' \\(invokeky\\*{4} in Default, b10_\\w{8}\\*{4} in"
                + " research\\); give the prefix of one\n");
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isTrue();
    assertThat(
            world
                .run(
                    "keys revoke --name invoke --team Default --type workspace-invoke -y"
                        .split(" "))
                .code())
        .isZero();
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isFalse();
  }

  @Test
  void aNameThatNoKeyHasIsNotFound() {
    assertFails(
        world.run("keys", "revoke", "--name", "absent", "-y"),
        4,
        "no key named 'absent' among those that this key manages");
    assertFails(
        world.run("keys revoke --name invoke --team research -y".split(" ")),
        4,
        "no key named 'invoke' among those that this key manages");
  }

  @Test
  void theKeyInUseIsRevokedOnlyWhenThatIsSaid() {
    assertFails(
        world.run("keys", "revoke", "markerkey", "--yes"),
        2,
        "this is the key in use here, without which nothing more can be done; pass --own-key to"
            + " revoke it all the same");
    assertThat(world.sandbox().accepts(KEY)).isTrue();

    assertThat(world.run("keys", "revoke", "markerkey", "--yes", "--own-key").code()).isZero();
    assertThat(world.sandbox().accepts(KEY)).isFalse();
  }

  @Test
  void aJobHasToSayYes() {
    assertFails(
        world.run("keys", "revoke", "invokeky"),
        2,
        "it cannot be undone, so it needs --yes where nobody can be asked");
    assertFails(
        world.answers("y").run("keys", "revoke", "invokeky", "--non-interactive"),
        2,
        "it cannot be undone, so it needs --yes where nobody can be asked");
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isTrue();
  }

  @Test
  void aPersonIsAskedAndShownWhichKeyItIs() {
    assertFails(
        world.answers("n").run("keys", "revoke", "invokeky"),
        2,
        "not done; pass --yes to do it without a question");
    assertThat(world.sandbox().accepts(INVOKE_KEY)).isTrue();

    assertThat(world.answers("y").run("keys", "revoke", "invokeky").code()).isZero();
    assertThat(world.questions())
        .last()
        .isEqualTo(
            "Revoke key invokeky**** (invoke, workspace-invoke) of team Default? It cannot be"
                + " undone. [y/N] ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INVOKE_KEY,
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ543210",
        "a/b",
        "..",
        "",
        "two words",
        "****"
      })
  void whatIsNoPrefixIsRefusedAndNotQuoted(String prefix) {
    assertFails(
        world.run("keys", "revoke", prefix, "--yes"),
        2,
        "invalid value for PREFIX: use the part of the key before its first dot, no more; see"
            + " 'baseten-ci keys revoke --help'");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void oneWayToSayWhichKeyIsNeeded() {
    String sentence = "say which key with its PREFIX or with --name, one of the two";
    assertFails(world.run("keys", "revoke", "-y"), 2, sentence);
    assertFails(world.run("keys", "revoke", "invokeky", "--name", "invoke", "-y"), 2, sentence);
    assertFails(
        world.run("keys", "revoke", "invokeky", "--team", "x", "-y"),
        2,
        "--team and --type go with --name alone; a prefix is unique");
  }

  @Test
  void aServerThatRefusesIsAnError() {
    world.sandbox().fault(Fault.status("DELETE", "/v1/api_keys", 403, "{\"message\":\"no\"}"));

    World.Run run = world.run("keys", "revoke", "invokeky", "--yes");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).endsWith(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}

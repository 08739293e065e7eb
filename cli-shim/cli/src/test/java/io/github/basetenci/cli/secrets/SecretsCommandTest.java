package io.github.basetenci.cli.secrets;

import static io.github.basetenci.shim.World.INVOKE_KEY;
import static io.github.basetenci.shim.World.KEY;
import static io.github.basetenci.shim.World.PERSONAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretsCommandTest {
  private static final String VALUE = "s3cret-value-of-the-test";

  @Fixture private World world;

  @BeforeEach
  void begin() {
    world.set("BASETEN_API_KEY", KEY);
  }

  @Test
  void aSecretIsStoredFromStandardInputWithoutTheLastLineBreak() {
    World.Run run = world.runWithInput(VALUE + "\n", "secrets", "set", "hf_token", "-v");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("Created secret hf_token of team Default\n");
    assertThat(run.err()).contains("Removed the line break at the end of the value.\n");
    assertThat(run.out() + run.err()).doesNotContain(VALUE);
    assertThat(world.sandbox().secretValue("Default", "hf_token")).isEqualTo(VALUE);
    assertThat(world.sandbox().requests().stream().map(RequestEntry::path))
        .contains("/v1/teams/" + world.sandbox().teamId("Default") + "/secrets");
  }

  @Test
  void oneLineBreakIsRemovedAndOnDemandNone() {
    world.runWithInput("a\n\n", "secrets", "set", "x");
    assertThat(world.sandbox().secretValue("Default", "x")).isEqualTo("a\n");
    world.runWithInput("a\r\n", "secrets", "set", "x");
    assertThat(world.sandbox().secretValue("Default", "x")).isEqualTo("a");
    world.runWithInput("a\n", "secrets", "set", "x", "--keep-newline");
    assertThat(world.sandbox().secretValue("Default", "x")).isEqualTo("a\n");
  }

  @Test
  void theValueCanComeFromAFileAVariableOrAPerson() throws IOException {
    Files.writeString(world.home().resolve("v"), "of the file\n");
    world.set("OURS", "of the variable");

    world.run("secrets", "set", "a", "--value-file", "v");
    world.run("secrets", "set", "b", "--value-env", "OURS");
    world.answers("typed").run("secrets", "set", "c");

    assertThat(world.sandbox().secretValue("Default", "a")).isEqualTo("of the file");
    assertThat(world.sandbox().secretValue("Default", "b")).isEqualTo("of the variable");
    assertThat(world.sandbox().secretValue("Default", "c")).isEqualTo("typed");
    assertThat(world.questions()).containsExactly("Value: ");
  }

  @Test
  void aSecondValueReplacesTheFirstAndThatIsSaid() {
    world.runWithInput("one", "secrets", "set", "x");

    assertThat(world.runWithInput("two", "secrets", "set", "--name", "x").out())
        .isEqualTo("Replaced secret x of team Default\n");
    assertThat(world.runWithInput("two", "secrets", "set", "x", "-q", ".replaced").out())
        .isEqualTo("true\n");
    assertFails(
        world.runWithInput("three", "secrets", "set", "x", "--no-replace"),
        1,
        "'x' is stored in team 'Default' already; nothing changed");
    assertThat(world.sandbox().secretValue("Default", "x")).isEqualTo("two");
  }

  @Test
  void aNameThatIsTheSameSecretUnderAnotherSpellingIsRefused() {
    world.runWithInput("one", "secrets", "set", "hf_token");

    assertFails(
        world.runWithInput("two", "secrets", "set", "hf-token"),
        1,
        "'hf_token' in team 'Default' is the same secret to Baseten as 'hf-token', and would be"
            + " overwritten; use its name, or delete it first");
    assertThat(world.sandbox().secretValue("Default", "hf_token")).isEqualTo("one");
    World.Run run = world.runWithInput("two", "secrets", "set", "HF_TOKEN");
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("warning: 'HF_TOKEN' and 'hf_token' in team 'Default' differ in case alone\n");
  }

  @Test
  void aTeamHasItsOwnSecrets() {
    world.set("BASETEN_API_KEY", PERSONAL_KEY);
    world.runWithInput("one", "secrets", "set", "x", "--team", "research");
    world.runWithInput("two", "secrets", "set", "x", "--team", "Default");

    assertThat(world.sandbox().secretValue("research", "x")).isEqualTo("one");
    assertThat(
            world.run("secrets", "list", "--team", "research", "-q", ".secrets[].team_name").out())
        .isEqualTo("\"research\"\n");
    assertThat(world.run("secrets", "list", "-q", ".secrets | length").out()).isEqualTo("2\n");
  }

  @Test
  void theListIsATable() {
    world.runWithInput("one", "secrets", "set", "x");

    assertThat(world.run("secrets", "list").out())
        .matches("NAME  TEAM     CREATED\nx     Default  \\d{4}-\\d\\d-\\d\\dT\\S+Z\n");
  }

  @Test
  void noSecretsAreANote() {
    World.Run run = world.run("secrets", "list");

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).endsWith("No secrets found.\n");
  }

  @Test
  void anEmptyValueIsRefused() {
    assertFails(
        world.runWithInput("\n", "secrets", "set", "x"),
        1,
        "the value is empty; a secret without a value is no use");
  }

  @Test
  void aValueThatIsNoTextIsRefused() throws IOException {
    Files.write(world.home().resolve("v"), new byte[] {(byte) 0xff});
    assertFails(
        world.run("secrets", "set", "x", "--value-file", "v"),
        1,
        "the value is no text in UTF-8; encode it, for example with base64");
    Files.write(world.home().resolve("v"), new byte[(1 << 20) + 1]);
    assertFails(
        world.run("secrets", "set", "x", "--value-file", "v"),
        1,
        "the value is larger than 1 MiB, so it is no secret");
  }

  @Test
  void aValueThatStandsWhereItsFileBelongsIsNotQuoted() {
    assertFails(
        world.run("secrets", "set", "x", "--value-file", VALUE),
        1,
        "the file of --value-file does not exist; pass its name, not the value");
    assertFails(
        world.run("secrets", "set", "x", "--value-env", VALUE),
        2,
        "--value-env names a variable that is not set or empty; pass the variable's name, not the"
            + " value");
    assertFails(
        world.run("secrets", "set", "x", "--value-env", "A", "--value-file", "b"),
        2,
        "--value-file and --value-env are mutually exclusive");
  }

  @Test
  void aNameThatNoUseTakesIsRefused() {
    assertFails(
        world.runWithInput("v", "secrets", "set", "a b"),
        1,
        "'a b' is no name for a secret; choose one of letters, digits, '-', '_' and '.', at most"
            + " 253");
    assertFails(
        world.runWithInput("v", "secrets", "set"),
        2,
        "say which secret with NAME or with --name, one of the two");
  }

  @Test
  void aServerThatRepeatsTheValueIsNotQuoted() {
    world.sandbox().fault(Fault.status("POST", "/v1/", 400, "{\"message\":\"bad " + VALUE + "\"}"));

    World.Run run = world.runWithInput(VALUE, "secrets", "set", "x");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err()).contains("HTTP 400").doesNotContain(VALUE);
  }

  @Test
  void aSecretIsDeletedByItsExactNameAfterAYes() {
    world.runWithInput("one", "secrets", "set", "hf_token");

    assertFails(
        world.run("secrets", "delete", "hf_token"),
        2,
        "it cannot be undone, so it needs --yes where nobody can be asked");
    assertFails(
        world.run("secrets", "delete", "hf-token", "--yes"),
        4,
        "no secret 'hf-token' in team 'Default'; there is 'hf_token', which is the same to"
            + " Baseten");
    assertFails(
        world.run("secrets", "delete", "absent", "--yes"),
        4,
        "no secret 'absent' in team 'Default'");
    World.Run run = world.run("secrets", "delete", "hf_token", "--yes");
    assertThat(run.out()).isEqualTo("Deleted secret hf_token of team Default\n");
    assertThat(world.sandbox().secretValue("Default", "hf_token")).isNull();
  }

  @Test
  void aPersonIsAskedWhichSecretOfWhichTeam() {
    world.runWithInput("one", "secrets", "set", "x");

    world.answers("no").run("secrets", "delete", "x");
    assertThat(world.sandbox().secretValue("Default", "x")).isEqualTo("one");
    assertThat(world.questions())
        .containsExactly("Delete secret x of team Default? It cannot be undone. [y/N] ");
  }

  @Test
  void aKeyWithoutManagementRightsExitsWith3() {
    assertThat(world.set("BASETEN_API_KEY", INVOKE_KEY).run("secrets", "list").code()).isEqualTo(3);
  }

  private static void assertFails(World.Run run, int code, String sentence) {
    assertThat(run.err()).endsWith(sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }
}

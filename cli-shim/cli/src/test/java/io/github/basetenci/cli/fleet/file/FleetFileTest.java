package io.github.basetenci.cli.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a fleet file that its schema cannot say. */
class FleetFileTest {
  private static final String BEGIN =
      """
      version: 1
      workspaces:
        acme:
          minting-key: {env: MINTING}
      """;
  private static final String TWO_WORKSPACES =
      BEGIN
          + """
            beta:
              minting-key: {env: MINTING_OF_BETA}
          """;

  @Fixture private World world;

  @Test
  void whatAPersonWouldWriteIsRight() throws Exception {
    assertRight(
        """
        # yaml-language-server: $schema=fleet.schema.json
        version: 1
        workspaces:
          acme:
            url: https://app.baseten.co  # the default
            minting-key: {env: BASETEN_MINTING_KEY}
          models.example:
            minting-key:
              identity: {trust-rule: abcd1234}
        defaults: {rotate-every: 30d, overlap: 24h, quiet-for: 2h, deadline: 7d}
        keys:
        - name: ci-deploy
          workspace: acme
          type: workspace-manage-all
          team: ML & friends
          rotate-every: 14d
          targets:
          - github:acme/models/BASETEN_API_KEY
          - github:acme/models/BASETEN_API_KEY@production
          - jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/key
          - 'command: vault kv put secret/ci key=-'
          - file:../keys/ci
        - prefix: "12345678"
          workspace: models.example
          overlap: 0
          targets: [trussrc:baseten, profile:acme]
        """,
        "2 workspaces, 2 keys, 7 targets");
  }

  @Test
  void severalProblemsAreAllSaidInTheOrderOfTheFile() throws Exception {
    assertWrong(
        """
        version: 1
        workspace: {}
        workspaces:
          acme:
            minting_key: {env: MINTING}
        keys:
        - name: ci
          target: [trussrc:a]
        - nam: other
          overlap: 1 day
          targets: nothing
        """,
        "fleet.yaml:2:1: has no member workspace; did you mean workspaces?",
        "fleet.yaml:5:5: workspaces.acme: has no member minting_key; did you mean minting-key?",
        "fleet.yaml:5:5: workspaces.acme: lacks the member minting-key",
        "fleet.yaml:7:3: keys[0]: lacks one of the members targets, rotated-by",
        "fleet.yaml:8:3: keys[0]: has no member target; did you mean targets?",
        "fleet.yaml:9:3: keys[1]: has no member nam; did you mean name?",
        "fleet.yaml:9:3: keys[1]: lacks one of the members name, prefix",
        "fleet.yaml:10:12: keys[1].overlap: is no length of time; write a whole number with s, m,"
            + " h or d, such as 24h",
        "fleet.yaml:11:12: keys[1].targets: is a text, and must be a list");
  }

  @Test
  void fiftyProblemsAreShownAndTheOthersCounted() throws Exception {
    StringBuilder keys = new StringBuilder(BEGIN + "keys:\n");
    for (int i = 0; i < 60; i++) {
      keys.append("- {name: ci, tragets: [trussrc:a], targets: [trussrc:a")
          .append(i)
          .append("]}\n");
    }
    write(keys.toString());

    String[] lines = world.run("fleet", "check").err().split("\n");

    assertThat(lines).hasSize(51);
    assertThat(lines[50])
        .isEqualTo("fleet.yaml has 60 problems, of which 50 are shown; nothing was changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "- {name: ci, targets: [trussrc:a]};- {name: ci, targets: [trussrc:b]}"
            + " | 7:3: keys[1]: is the key that keys[0] names; write each key once, with all of its"
            + " targets",
        "- {name: ci, rotated-by: jenkins, targets: [trussrc:a]}"
            + " | 6:3: keys[0]: has targets and rotated-by, and needs one of the members targets,"
            + " rotated-by",
        "- {name: ci, rotated-by: jenkins, overlap: 2h} | 6:44: keys[0].overlap: cannot be given"
            + " beside rotated-by, because this file does not rotate the key",
        "- {prefix: abc, targets: [trussrc:a]};- {prefix: abc, targets: [trussrc:b]}"
            + " | 7:3: keys[1]: is the key that keys[0] names; write each key once, with all of its"
            + " targets",
        "- {name: abc, targets: [trussrc:a]};- {prefix: abc, targets: [trussrc:b]} | 7:3: keys[1]:"
            + " has the name or the prefix that keys[0] has as the other of the two; rename the"
            + " key",
        "- {prefix: abc, targets: [trussrc:a]};- {name: abc, targets: [trussrc:b]} | 7:3: keys[1]:"
            + " has the name or the prefix that keys[0] has as the other of the two; rename the"
            + " key",
        "- {name: ci, quiet-for: 8d, targets: [trussrc:a]}"
            + " | 6:25: keys[0].quiet-for: does not fit: the deadline must not be shorter than"
            + " quiet-for",
        "- {name: ci, targets: [trussrc:a]};- {name: two, targets: [trussrc:b, trussrc:a]}"
            + " | 7:36: keys[1].targets[1]: is the target that keys[0].targets[0] names; a target"
            + " has one key",
        "- {name: ci, targets: [file:a/../k]};- {name: two, targets: [file:k]}"
            + " | 7:25: keys[1].targets[0]: is the target that keys[0].targets[0] names; a target"
            + " has one key",
        "- {name: ci, targets: [github:Acme]}"
            + " | 6:24: keys[0].targets[0]: The target github:Acme lacks the repository; write"
            + " github:OWNER/REPOSITORY/NAME",
        "- {name: ci, targets: ['trussrc: ']}"
            + " | 6:24: keys[0].targets[0]: the target has a character that cannot be shown, or"
            + " is longer than 500 characters",
        "- {name: ci, workspace: acne, targets: [trussrc:a]}"
            + " | 6:25: keys[0].workspace: is none of the workspaces of this file; did you mean"
            + " acme?",
        "- {name: ci, type: personal, team: ml, targets: [trussrc:a]}"
            + " | 6:36: keys[0].team: cannot be given, because a key of the type personal has no"
            + " team",
        "- {name: ci, type: workspace-manage-all, models: [m], targets: [trussrc:a]}"
            + " | 6:50: keys[0].models: cannot be given, because a key of the type"
            + " workspace-manage-all is not limited to models",
        "- {name: ci, overlap: 8d, targets: [trussrc:a]}"
            + " | 6:23: keys[0].overlap: does not fit: the deadline must not be shorter than the"
            + " overlap",
        "- {name: ci, rotate-every: 24h, targets: [trussrc:a]}"
            + " | 6:28: keys[0].rotate-every: does not fit: rotate-every must be longer than the"
            + " overlap, so that a rotation ends before the next one begins",
        "- {name: ci-2, targets: [trussrc:a]}"
            + " | 6:10: keys[0].name: is empty, too long, or ends with a number such as -2; write"
            + " the name without the number, because each rotation counts it up",
        "- {name: ci, name: two, targets: [trussrc:a]}"
            + " | 6:14: this member is given twice in one mapping",
        "- {name: &a ci, targets: [trussrc:a]}"
            + " | 6:10: this is an anchor, which no fleet file may have; leave it out",
        "- {name: *a , targets: [trussrc:a]}"
            + " | 6:10: this is an alias, which no fleet file may have; write the value",
        "- {name: !!str ci, targets: [trussrc:a]}"
            + " | 6:10: this has a tag, which no fleet file may have; leave it out",
        "- {name: ci, targets: !!seq [trussrc:a]}"
            + " | 6:23: this has a tag, which no fleet file may have; leave it out",
        "- {[a]: ci}| 6:4: the name of a member must be a text",
        "- [[[[[[[[[[[ci]]]]]]]]]]] | 6:11: this is nested more than 10 levels deep",
        "- name: ci;...;---;a: b | 8:1: a second document begins here; write everything into one",
        "- 'ci| 7:1: this is no YAML; look at the quotation marks, the colons and the indentation"
            + " here and in the line before"
      })
  void aFaultOfItsOwnIsSaidWithItsLocation(String keys, String expected) throws Exception {
    assertWrong(BEGIN + "keys:\n".strip() + "\n" + keys.replace(';', '\n') + "\n", expected);
  }

  @Test
  void aKeyNeedsItsWorkspaceWhereThereAreSeveral() throws Exception {
    assertWrong(
        TWO_WORKSPACES + "keys:\n- {name: ci, targets: [trussrc:a]}\n",
        "fleet.yaml:8:3: keys[0]: lacks the member workspace, which is needed because there are"
            + " several workspaces");
  }

  @Test
  void keysOfOneNameMayBeInTwoWorkspacesOrTeams() throws Exception {
    assertRight(
        TWO_WORKSPACES
            + """
            keys:
            - {name: ci, workspace: acme, team: a, targets: [trussrc:a]}
            - {name: ci, workspace: acme, team: b, targets: [trussrc:b]}
            - {name: ci, workspace: beta, team: a, targets: [trussrc:c]}
            """,
        "2 workspaces, 3 keys, 3 targets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# b10_abcdefgh.01234567890123456789012345678901",
        "x: b10_abcdefgh.01234567890123456789012345678901",
        "abcdefgh.01234567890123456789012345678901: x",
        "x: 'abcdefgh.01234567890123456789012345678901'",
        "x: https://h/b10_abcdefgh.01234567890123456789012345678901/x",
        "x: \"abcdefgh\\x2E01234567890123456789012345678901\"",
        "x: \"abcdefgh.0123456789\\\n   01234567890123456789 01\"",
        "x: ghp_012345678901234567890123456789012345"
      })
  void aTextThatLooksLikeAKeyIsRefusedAndNotShown(String line) throws Exception {
    write(BEGIN + line + "\nkeys: []\n");

    World.Run run = world.run("fleet", "check");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("fleet.yaml:5:", "looks like a key, and no key may be in this file")
        .doesNotContain("0123456", "has no member x");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFewAliasesCannotFillTheMemory() throws Exception {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      char before = (char) (c - 1);
      bomb.append("%c: &%c [*%c, *%c, *%c, *%c]\n".formatted(c, c, before, before, before, before));
    }

    assertWrong(
        bomb.toString(),
        "fleet.yaml:1:4: this is an anchor, which no fleet file may have; leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "~\n", "\uFEFF"})
  void anEmptyFileSaysHowToBegin(String text) throws Exception {
    assertWrong(text, "fleet.yaml:1:1: the file is empty; begin it with 'version: 1'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a text | 1:1: is a text, and must be a mapping: the fleet",
        "[1] | 1:1: is a list, and must be a mapping: the fleet"
      })
  void aFileWithoutMembersIsNoFleet(String text, String expected) throws Exception {
    assertWrong(text, "fleet.yaml:" + expected);
  }

  @Test
  void aTabIsNamed() throws Exception {
    assertWrong(
        "version: 1\nworkspaces:\n\tacme: {}\n",
        "fleet.yaml:3:1: a tab cannot be here; indent by blanks");
  }

  @Test
  void bytesThatAreNoTextHaveTheirLocation() throws Exception {
    Files.write(
        world.home().resolve("fleet.yaml"),
        "version: 1\n# é \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(world.run("fleet", "check").err())
        .startsWith("fleet.yaml:2:3: the file is no text in UTF-8 from here on\n");
  }

  @Test
  void aFileThatIsTooLargeIsNotParsed() throws Exception {
    write("# " + "x".repeat(FleetFile.MAX_BYTES));

    assertThat(world.run("fleet", "check").err())
        .startsWith("fleet.yaml:1:1: the file is larger than 4 MiB\n");
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreNoFault() throws Exception {
    assertRight(
        "\uFEFF" + (BEGIN + "keys:\n- {name: ci, targets: [trussrc:a]}\n").replace("\n", "\r\n"),
        "1 workspace, 1 key, 1 target");
  }

  @Test
  void aMissingFileIsNamed() {
    World.Run run = world.run("fleet", "check", "other.yaml");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "the fleet file other.yaml does not exist; name the file, or let 'fleet init' write"
                + " it\n");
  }

  @Test
  void aDirectoryIsNoFile() throws Exception {
    Files.createDirectories(world.home().resolve("fleet.yaml"));

    assertThat(world.run("fleet", "check").err())
        .isEqualTo(
            "the fleet file fleet.yaml cannot be read; is it a file, and may you read it?\n");
  }

  @Test
  void pathsOfTargetsGoFromTheDirectoryOfTheFile() throws Exception {
    Path directory = Files.createDirectories(world.home().resolve("ops"));
    Files.writeString(
        directory.resolve("f.yaml"),
        BEGIN + "keys:\n- {name: ci, targets: [file:k]}\n- {name: b, targets: [file:../ops/k]}\n");

    assertThat(world.run("fleet", "check", "ops/f.yaml").err())
        .startsWith("ops/f.yaml:7:23: keys[1].targets[0]: is the target that keys[0].targets[0]");
  }

  @Test
  void theResultIsJsonOnRequest() throws Exception {
    write(BEGIN + "keys:\n- {name: ci, targets: [trussrc:a]}\n");

    assertThat(world.run("fleet", "check", "-q", "[.keys, .targets]").out())
        .isEqualTo("[\n  1,\n  1\n]\n");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  private void write(String text) throws Exception {
    Files.writeString(world.home().resolve("fleet.yaml"), text);
  }

  private void assertRight(String text, String counts) throws Exception {
    write(text);
    World.Run run = world.run("fleet", "check");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("fleet.yaml is right: " + counts + "\n");
    assertThat(run.code()).isZero();
  }

  private void assertWrong(String text, String... expected) throws Exception {
    write(text);
    World.Run run = world.run("fleet", "check");
    StringBuilder lines = new StringBuilder();
    for (String line : expected) {
      lines.append(line.startsWith("fleet.yaml") ? "" : "fleet.yaml:").append(line).append('\n');
    }
    lines
        .append("fleet.yaml has ")
        .append(expected.length == 1 ? "1 problem" : expected.length + " problems")
        .append("; nothing was changed\n");
    assertThat(run.err()).isEqualTo(lines.toString());
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }
}

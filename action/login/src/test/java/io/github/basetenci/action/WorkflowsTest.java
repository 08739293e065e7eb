package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.ActionYml;
import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Processes;
import io.github.basetenci.testing.peers.NeedsPeers;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public schema of actions, and the public checker of workflows, find nothing. */
class WorkflowsTest {
  private static final Path ROOT = PodmanEngine.ROOT;

  @TempDir Path directory;

  @NeedsPeers(Peer.ACTION_VALIDATOR)
  @ParameterizedTest
  @ValueSource(strings = {"action/action.yml", "action/setup/action.yml"})
  void theDescriptionOfTheActionFitsTheSchema(String file) {
    Engine.Ran ran = validate(ROOT.resolve(file));

    assertThat(ran.code()).as(ActionWorld.text(ran)).isZero();
  }

  @NeedsPeers(Peer.ACTION_VALIDATOR)
  @Test
  void theSchemaFindsAMisspeltKey() throws IOException {
    // A file of any other name is taken for a workflow.
    Path broken = directory.resolve("action.yml");
    Files.writeString(broken, Files.readString(ActionYml.path()).replace("post-if:", "post-when:"));

    assertThat(validate(broken).code()).isNotZero();
  }

  @NeedsPeers(Peer.ACTIONLINT)
  @Test
  void actionlintFindsNothingInAnyWorkflow() throws IOException {
    List<String> command = new ArrayList<>(List.of(Peers.path(Peer.ACTIONLINT).toString()));
    try (Stream<Path> examples = Files.list(ROOT.resolve("examples"));
        Stream<Path> ours = Files.list(ROOT.resolve(".github/workflows"))) {
      Stream.concat(examples, ours)
          .filter(file -> file.toString().contains("github") && file.toString().endsWith(".yml"))
          .forEach(file -> command.add(file.toString()));
    }

    Engine.Ran ran = Processes.run(directory, System.getenv(), command);

    assertThat(command).hasSizeGreaterThanOrEqualTo(7);
    assertThat(ActionWorld.text(ran)).isEmpty();
    assertThat(ran.code()).isZero();
  }

  /** What is left is in its configuration, with the reason. */
  @NeedsPeers(Peer.ZIZMOR)
  @Test
  void zizmorFindsNothingThatAnAttackerCouldUse() throws IOException {
    Engine.Ran ran =
        zizmor(
            ROOT.resolve(".github"),
            ROOT.resolve("action/action.yml"),
            ROOT.resolve("action/setup/action.yml"));

    assertThat(ran.code()).as(ActionWorld.text(ran)).isZero();
    String reasons = Files.readString(ROOT.resolve(".github/zizmor.yml"));
    assertThat(reasons.lines().filter(line -> line.contains("      - ")))
        .hasSize((int) reasons.lines().filter(line -> line.startsWith("      # ")).count());
  }

  @NeedsPeers(Peer.ZIZMOR)
  @ParameterizedTest
  @CsvSource({
    "checkout@[0-9a-f]{40} # v[0-9.]+,checkout@v7,unpinned-uses",
    "persist-credentials: false,fetch-depth: 1,artipacked",
    "'permissions: \\{\\}','permissions: write-all',excessive-permissions"
  })
  void zizmorFindsAWorkflowThatTrustsTooMuch(String good, String bad, String finding)
      throws IOException {
    Path broken = Files.createDirectories(directory.resolve(".github/workflows/release.yml"));
    Files.delete(broken);
    String ours = Files.readString(ROOT.resolve(".github/workflows/release.yml"));
    Files.writeString(broken, ours.replaceFirst(good, bad));

    Engine.Ran ran = zizmor(broken);

    assertThat(ran.code()).isNotZero();
    assertThat(ActionWorld.text(ran)).contains(finding);
  }

  /** Beside a release lie the plugins of others with which its own is tried. */
  @Test
  void theReleaseHandsOnNothingButWhatIsOfAVersion() throws IOException {
    String workflow = Files.readString(ROOT.resolve(".github/workflows/release.yml"));

    assertThat(workflow.lines().filter(line -> line.strip().startsWith("path: target/release/")))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.endsWith("target/release/[0-9]*/"));
  }

  /** A tag of an action can be moved to other code. */
  @Test
  void everyActionOfOurWorkflowsIsACommit() throws IOException {
    List<String> used = new ArrayList<>();
    try (Stream<Path> ours = Files.list(ROOT.resolve(".github/workflows"))) {
      for (Path file : ours.toList()) {
        Files.readString(file).lines().filter(line -> line.contains("uses:")).forEach(used::add);
      }
    }

    assertThat(used).hasSizeGreaterThan(10);
    assertThat(used).allMatch(line -> line.matches(".* [\\w./-]+@[0-9a-f]{40} # v[\\d.]+"));
  }

  private Engine.Ran zizmor(Path... files) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peers.path(Peer.ZIZMOR).toString(),
                "--offline",
                "--no-progress",
                "--persona=pedantic",
                "--config",
                ROOT.resolve(".github/zizmor.yml").toString()));
    Stream.of(files).map(Path::toString).forEach(command::add);
    return Processes.run(directory, System.getenv(), command);
  }

  private Engine.Ran validate(Path file) {
    return Processes.run(
        directory,
        System.getenv(),
        List.of(Peers.path(Peer.ACTION_VALIDATOR).toString(), file.toString()));
  }
}

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

  private Engine.Ran validate(Path file) {
    return Processes.run(
        directory,
        System.getenv(),
        List.of(Peers.path(Peer.ACTION_VALIDATOR).toString(), file.toString()));
  }
}

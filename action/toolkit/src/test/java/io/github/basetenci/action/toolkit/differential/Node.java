package io.github.basetenci.action.toolkit.differential;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes the calls with the package of npm, which {@code bin/peers} installs. */
final class Node {
  private static final String SCRIPT = "calls.mjs";

  private Node() {}

  /**
   * Skips the test when node or the package is missing.
   *
   * @param files where the runner's files are
   * @param uuid of every delimiter
   */
  static List<Outcome> perform(List<Call> calls, Path scratch, Path files, String uuid)
      throws IOException, InterruptedException {
    String library = library();
    assumeTrue(
        !library.isEmpty(), "not installed: node with @actions/core (bin/peers installs it)");
    Path script = scratch.resolve(SCRIPT);
    try (InputStream source = Node.class.getResourceAsStream(SCRIPT)) {
      Files.copy(source, script);
    }
    Path input = scratch.resolve("calls.json");
    Files.writeString(
        input, CallJson.of(Map.of("directory", files.toString(), "uuid", uuid, "calls", calls)));
    Path output = scratch.resolve("outcomes");
    run(
        List.of("node", script.toString(), library, input.toString(), output.toString()),
        scratch.resolve("node.log"));
    return Files.readAllLines(output).stream().map(Outcome::parse).toList();
  }

  private static void run(List<String> command, Path log) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(NODE|GITHUB|ACTIONS)_.*"));
    Process node = builder.redirectOutput(log.toFile()).start();
    if (Await.exitCode(node) != 0) {
      throw new IllegalStateException("node failed: " + Files.readString(log));
    }
  }

  /** The directory of the package; empty when it or node is missing. */
  private static String library() throws IOException, InterruptedException {
    Process peers =
        new ProcessBuilder("sh", root().resolve("bin/peers").toString(), "--path", "actions-core")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] path = peers.getInputStream().readAllBytes();
    return peers.waitFor() == 0 ? new String(path, StandardCharsets.UTF_8).strip() : "";
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("bin/peers"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}

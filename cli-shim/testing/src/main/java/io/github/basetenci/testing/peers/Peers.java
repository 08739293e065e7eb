package io.github.basetenci.testing.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the released tools by running {@code bin/peers}, because only that script knows their
 * paths.
 */
public final class Peers {
  private static final Map<Peer, Optional<Path>> FOUND = new ConcurrentHashMap<>();

  private Peers() {}

  /**
   * The tool's executable; empty if the tool is not installed.
   *
   * @throws IllegalStateException if a variable for a tool names something that is no executable
   *     file
   */
  public static Optional<Path> find(Peer peer) {
    return FOUND.computeIfAbsent(peer, Peers::ask);
  }

  /** The tool's executable, for a test that {@link NeedsPeers} lets run. */
  public static Path path(Peer peer) {
    return find(peer).orElseThrow();
  }

  /**
   * The Python that runs truss, from the first line of the script of truss.
   *
   * @throws IllegalStateException if that line names no Python
   */
  public static Path trussPython() {
    Path truss = path(Peer.TRUSS);
    try (var lines = Files.lines(truss)) {
      String first = lines.findFirst().orElse("");
      Path python = Path.of(first.replaceFirst("^#!", "").strip());
      if (first.startsWith("#!/") && Files.isExecutable(python)) {
        return python;
      }
    } catch (IOException e) {
      throw new IllegalStateException(truss + " cannot be read", e);
    }
    throw new IllegalStateException(
        truss + " does not say which Python runs it; let TRUSS_PEER name the script in its venv");
  }

  private static Optional<Path> ask(Peer peer) {
    Path script = root().resolve("bin/peers");
    Ended said =
        Ended.of(
            Path.of(""),
            System.getenv(),
            "",
            List.of("sh", script.toString(), "--path", peer.command()));
    if (said.code() != 0 && !said.err().isEmpty()) {
      throw new IllegalStateException(said.err());
    }
    return said.code() == 0 ? Optional.of(Path.of(said.out().strip())) : Optional.empty();
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.exists(directory.resolve("bin/peers"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("bin/peers is in no directory above this one");
    }
    return directory;
  }
}

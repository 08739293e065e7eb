package io.github.basetenci.action.release;

import io.github.basetenci.action.runner.Engine;
import io.github.basetenci.action.runner.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A release that {@code bin/release --dry-run} has made of a fresh clone of this repository. */
public final class Release {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private final Path clone;
  private final Map<String, Artifact> artifacts = new HashMap<>();
  private final Engine.Ran ran;

  private Release(Path clone, Engine.Ran ran) {
    this.clone = clone;
    this.ran = ran;
  }

  /** It takes minutes. */
  public static Release made() throws IOException {
    Path work = ROOT.resolve("target/release-test");
    Path clone = work.resolve("clone");
    // Images of containers belong to other users.
    Artifact.shell(ROOT, "rm -rf '" + work + "' && mkdir -p '" + work + "'");
    Artifact.shell(ROOT, "git clone -q --no-local . '" + clone + "'");
    Engine.Ran ran =
        Processes.run(clone, System.getenv(), List.of("bin/release", "0.1.0", "--dry-run"));
    return new Release(clone, ran);
  }

  public int code() {
    return ran.code();
  }

  public String said() {
    return new String(ran.output(), StandardCharsets.UTF_8);
  }

  public Path directory() {
    return clone;
  }

  public Path path(String file) {
    return clone.resolve("target/release/0.1.0").resolve(file);
  }

  public List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(path("."))) {
      return all.filter(Files::isRegularFile)
          .map(file -> path(".").relativize(file).toString())
          .toList();
    }
  }

  public Artifact artifact(String name) {
    return artifacts.computeIfAbsent(
        name,
        key -> {
          try {
            return Artifact.unpack(path(key), clone.resolveSibling("inside").resolve(key));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** For whoever wants to know how long it took. */
  public void note(String line) {
    try {
      Files.writeString(
          clone.resolveSibling("times"),
          line + "\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

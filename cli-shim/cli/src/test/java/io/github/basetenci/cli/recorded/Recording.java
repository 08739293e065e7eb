package io.github.basetenci.cli.recorded;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run of the command left, as it lies in {@code src/test/resources/recorded}: {@code home}
 * has the files, and {@code sandbox} the keys that the server had. The home, the address of the
 * server and the id of its team stand in the files in a fixed form.
 */
record Recording(Path files) {
  /** The newest recordings. */
  static final String NEWEST = "cli-0.1.0";

  private static final String HOME = "/recorded/home";
  private static final String URL_OF_SERVER = "http://127.0.0.1:8000";
  private static final String TEAM = "team_recorded";

  /** One of the newest recordings. */
  static Recording newest(String name) {
    return new Recording(root().resolve(name));
  }

  /** The names of the newest recordings below a directory. */
  static List<String> below(String directory) throws IOException {
    try (Stream<Path> all = Files.list(root().resolve(directory))) {
      return all.map(path -> directory + "/" + path.getFileName()).sorted().toList();
    }
  }

  private static Path root() {
    URL root = Recording.class.getResource("/recorded/" + NEWEST);
    if (root == null) {
      throw new IllegalStateException("there are no recordings " + NEWEST);
    }
    try {
      return Path.of(root.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fills an empty home, and starts the server that belongs to it. */
  World unpack(Path home) throws IOException {
    SandboxOptions options = SandboxOptions.defaults();
    for (String line : Files.readAllLines(files.resolve("sandbox"))) {
      String[] key = line.split(" ", -1);
      options = options.withKey(key[0], KeyType.valueOf(key[1]), null, key[2]);
    }
    World world = new World(home, options);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(HOME, home.toString());
    texts.put(URL_OF_SERVER, world.url());
    texts.put(TEAM, world.sandbox().teamId(Sandbox.DEFAULT_TEAM));
    copy(files.resolve("home"), home, texts);
    return world;
  }

  /**
   * Keeps what is in a home.
   *
   * @param keys the keys of the server, one a line of {@code sandbox}
   */
  void pack(World world, List<String> keys) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(world.home().toString(), HOME);
    texts.put(world.url(), URL_OF_SERVER);
    texts.put(world.sandbox().teamId(Sandbox.DEFAULT_TEAM), TEAM);
    copy(world.home(), files.resolve("home"), texts);
    Files.write(files.resolve("sandbox"), keys);
  }

  /** Copies a tree, for the eyes of its owner alone, and puts texts in place of others. */
  private static void copy(Path from, Path to, Map<String, String> texts) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : all.toList()) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        } else {
          String text = Files.readString(source, StandardCharsets.ISO_8859_1);
          for (Map.Entry<String, String> change : texts.entrySet()) {
            text = text.replace(change.getKey(), change.getValue());
          }
          Files.writeString(target, text, StandardCharsets.ISO_8859_1);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
  }
}

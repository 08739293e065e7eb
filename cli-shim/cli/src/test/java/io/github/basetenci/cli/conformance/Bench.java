package io.github.basetenci.cli.conformance;

import io.github.basetenci.auth.Environment;
import io.github.basetenci.auth.Status;
import io.github.basetenci.auth.Status.StoreView;
import io.github.basetenci.auth.Stores;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.shim.World;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.testing.peers.Ended;
import io.github.basetenci.testing.peers.Peer;
import io.github.basetenci.testing.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** One home directory, one environment and one sandbox for our command and the released tools. */
final class Bench implements AutoCloseable {
  /** Whose key {@link #key} is, by the sandbox. */
  static final String EMAIL = "admin@sandbox.example";

  private static final String STORES = ".stores[] | .store + \" \" + .state + \" \" + .name";

  private final Path home;
  private final World world;

  /**
   * @param home an empty directory
   */
  Bench(@TempDir Path home) throws IOException {
    this(home, new World(home));
  }

  private Bench(Path home, World world) {
    this.home = home;
    this.world = world;
  }

  /** A bench in a world with another sandbox. */
  static Bench in(World world) {
    return new Bench(world.home(), world);
  }

  World world() {
    return world;
  }

  String url() {
    return world.url();
  }

  /** A person's key, so that every tool can say whose it is. */
  String key() {
    return world.sandbox().key(KeyType.PERSONAL);
  }

  Path trussrc() {
    return world.trussrc();
  }

  Path authJson() {
    return world.authJson();
  }

  /** Writes a file as if it had always been there, readable by all. */
  void given(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The file's text, or the empty string when it does not exist. */
  String read(Path file) throws IOException {
    return world.read(file);
  }

  Ended truss(String... args) {
    return run("", Peers.path(Peer.TRUSS).toString(), args);
  }

  /** Code run by the Python of truss. */
  Ended trussPython(String code) {
    return run("", Peers.trussPython().toString(), "-c", code);
  }

  /** A script run by the Python of truss. */
  Ended trussPythonScript(String script, String input) {
    return run(input, Peers.trussPython().toString(), script);
  }

  Ended baseten(String... args) {
    return basetenWithInput("", args);
  }

  Ended basetenWithInput(String input, String... args) {
    return run(input, Peers.path(Peer.BASETEN).toString(), args);
  }

  /** With variables beside those of the world. */
  Ended basetenWith(Map<String, String> more, String... args) {
    String baseten = Peers.path(Peer.BASETEN).toString();
    return Ended.of(home, environment(more), "", List.of(join(List.of(baseten), args)));
  }

  /** Whether this baseten has {@code whoami}, which came with v0.3.0. */
  boolean basetenHasWhoami() {
    return baseten("whoami", "--help").out().contains("baseten whoami");
  }

  /** {@code baseten auth login} with the key in auth.json. */
  Ended basetenLogin(String key, String profile) {
    return basetenWithInput(
        key + "\n", "auth", "login", "--with-api-key", "--insecure-storage", "--profile", profile);
  }

  /** Our command, in this process. */
  Ended ours(String... args) {
    return oursWithInput("", args);
  }

  /** With variables beside those of the world. */
  Ended oursWith(Map<String, String> more, List<String> args) {
    Map<String, String> before = Map.copyOf(world.environment());
    world.environment().putAll(more);
    try {
      return ours(args.toArray(String[]::new));
    } finally {
      world.environment().clear();
      world.environment().putAll(before);
    }
  }

  Ended oursWithInput(String input, String... args) {
    World.Run run = world.runWithInput(input, args);
    return new Ended(List.of(join(List.of("baseten-ci"), args)), run.code(), run.out(), run.err());
  }

  /** Our login with the key from standard input, so that no variable holds it for the tools. */
  Ended ourLogin(String key, String... more) {
    return oursWithInput(key + "\n", join(List.of("login", "--api-key-stdin"), more));
  }

  /** Our command as it is shipped, in a process of its own. */
  Ended jar(String input, String... args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jar = Path.of("target", "baseten-ci.jar").toAbsolutePath().toString();
    return run(input, java, join(List.of("-XX:TieredStopAtLevel=1", "-jar", jar), args));
  }

  /** What our status finds for each tool: its name, the state, and the remote or profile. */
  List<String> ourStores(String... more) {
    Ended status = ours(join(List.of("auth", "status", "-q", STORES), more));
    return status.exits(0).out().lines().map(line -> line.replace("\"", "").strip()).toList();
  }

  /**
   * What our status finds for truss and for baseten, for a command that names one remote or
   * profile.
   *
   * @param more variables beside those of the world
   */
  List<StoreView> views(Map<String, String> more, String named) throws StoreException {
    Map<String, String> environment = new LinkedHashMap<>(world.environment());
    environment.putAll(more);
    Stores stores = new Stores(StorePaths.of(environment, "Linux"), new StoreFiles(), key -> {});
    return new Status(new Environment(environment), Instant.now())
        .views(named, null, stores, stores.read());
  }

  private Ended run(String input, String program, String... args) {
    return Ended.of(home, environment(Map.of()), input, List.of(join(List.of(program), args)));
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new LinkedHashMap<>(world.environment());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("COLUMNS", "300");
    environment.put("TRUSS_NO_UPDATE_CHECK", "1");
    // No keyring for truss, and none for baseten, which finds it on the session bus.
    environment.put("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring");
    environment.put("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    environment.putAll(more);
    return environment;
  }

  private static String[] join(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    world.close();
  }
}

package io.github.basetenci.cli.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.ManagementApi;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the {@link Recording}s of the command. It is no test and runs when it is asked to: {@code
 * -Dtest=CommandRecorder} with {@code -Dbaseten.record=DIRECTORY} writes into that directory. The
 * keys are those of a sandbox.
 *
 * <p>A rotation is recorded as a kill leaves it: while the command waits for an answer of the
 * server, its files are copied. Where no question is asked between two states, the journal is set
 * back to what a kill between them leaves.
 */
@EnabledIfSystemProperty(named = "baseten.record", matches = ".+")
class CommandRecorder {
  @TempDir Path directory;
  private Path recordings = Path.of("");
  private int homes;

  @Test
  void record() throws Exception {
    recordings = Path.of(System.getProperty("baseten.record")).toAbsolutePath();
    login("login");
    login("login-with-label", "--label", "bot");
    exec();
    rotations();
    waitingRotations();
  }

  private Path record(String name) {
    return recordings.resolve(name);
  }

  private World world() throws IOException {
    return new World(Files.createDirectory(directory.resolve("home" + ++homes)));
  }

  private void login(String name, String... flags) throws Exception {
    try (World world = world()) {
      world.set("BASETEN_API_KEY", World.KEY);
      List<String> line = new ArrayList<>(List.of("auth", "login", "--team", "Default"));
      line.addAll(List.of(flags));
      World.Run run = world.run(line.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isZero();
      new Recording(record(name)).pack(world, keys(world));
    }
  }

  private void exec() throws Exception {
    try (World world = world()) {
      Path temporary = Files.createDirectory(world.home().resolve("temporary"));
      world.set("BASETEN_API_KEY", World.KEY).set("TMPDIR", temporary.toString());
      world.set("PATH", System.getenv("PATH"));
      Path ready = directory.resolve("ready");
      Path go = directory.resolve("go");
      String script = "touch '%s'; until [ -e '%s' ]; do sleep 0.1; done".formatted(ready, go);
      stopped(
          world,
          () -> Files.exists(ready),
          () -> new Recording(record("exec")).pack(world, keys(world)),
          () -> Files.createFile(go),
          "exec",
          "--allow-unknown-remote",
          "--",
          "sh",
          "-c",
          script);
    }
  }

  private void rotations() throws Exception {
    boolean more = true;
    for (int call = 1; more; call++) {
      more = killedAtCall(call);
    }
    edited("held", "created", "\"state\": \"HELD\"", "\"state\": \"CREATED\"");
    Files.delete(record("rotations/created/home/.local/state/baseten-ci/rotations/markerkey.key"));
    edited("draining", "distributed", "\"state\": \"DRAINING\"", "\"state\": \"DISTRIBUTED\"");
    edited("draining-revoked", "revoked", "\"state\": \"DRAINING\"", "\"state\": \"REVOKED\"");
  }

  /** Records the state at a call, in place of an earlier one of the same state. */
  private boolean killedAtCall(int call) throws Exception {
    try (World world = rotationWorld()) {
      if (call > 1) {
        world.sandbox().fault(Fault.of(Fault.Kind.DELAY, null, "/v1/").times(call - 1));
      }
      world.sandbox().fault(Fault.of(Fault.Kind.DELAY, null, "/v1/").delay(Duration.ofDays(1)));
      boolean[] there = new boolean[1];
      stopped(
          world,
          () -> there[0] = there[0] || world.sandbox().requests().size() >= call,
          () -> {
            Optional<String> state = state(world);
            if (state.isPresent()) {
              packRotation(world, state.get());
            }
          },
          () -> world.sandbox().clearFaults(),
          rotate("0"));
      return there[0];
    }
  }

  private void packRotation(World world, String name) throws Exception {
    new Recording(record("rotations/" + name)).pack(world, keys(world));
  }

  private void waitingRotations() throws Exception {
    try (World world = rotationWorld()) {
      World.Run run = world.run(rotate("1h"));
      assertThat(run.code()).as(run.err()).isZero();
      new Recording(record("rotations/waiting")).pack(world, keys(world));
      run =
          world.runWithInput(
              World.KEY,
              "keys",
              "rotate",
              "markerkey",
              "--minting-key-env",
              "MINT",
              "--abort",
              "--api-key-stdin");
      assertThat(run.code()).as(run.err()).isZero();
      new Recording(record("rotations/going-back")).pack(world, keys(world));
    }
  }

  private void edited(String from, String to, String before, String after) throws IOException {
    Path source = record("rotations/" + from);
    Path target = record("rotations/" + to);
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.toList()) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    Path journal = target.resolve("home/.local/state/baseten-ci/rotations/markerkey.json");
    String text = Files.readString(journal);
    assertThat(text).contains(before);
    Files.writeString(journal, text.replace(before, after));
  }

  private World rotationWorld() throws IOException {
    World world = world();
    world.trussrc(
        "[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
            .formatted(world.url(), World.KEY));
    for (String name : List.of("key", "third")) {
      Path file = Files.writeString(world.home().resolve(name), World.KEY + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return world.set("MINT", World.PERSONAL_KEY).set("PATH", System.getenv("PATH"));
  }

  private static String[] rotate(String overlap) {
    return new String[] {
      "keys",
      "rotate",
      "markerkey",
      "--minting-key-env",
      "MINT",
      "--timeout",
      "10h",
      "--overlap",
      overlap,
      "-t",
      "trussrc:baseten",
      "-t",
      "file:key",
      "-t",
      "command:cat > new && mv new third"
    };
  }

  private static Optional<String> state(World world) throws Exception {
    Path journal = world.home().resolve(".local/state/baseten-ci/rotations/markerkey.json");
    if (!Files.exists(journal)) {
      return Optional.empty();
    }
    String state =
        String.valueOf(((JsonObject) Json.parse(Files.readString(journal))).string("state"));
    List<String> names = world.sandbox().keyNames();
    boolean made = state.equals("PLANNED") && names.contains("marker-2");
    boolean revoked = state.equals("DRAINING") && !names.contains("marker");
    return Optional.of(
        state.toLowerCase(Locale.ROOT) + (made ? "-key-made" : "") + (revoked ? "-revoked" : ""));
  }

  private interface Act {
    void run() throws Exception;
  }

  /** Runs the command, and does something while it stands still. */
  private static void stopped(
      World world, BooleanSupplier there, Act whileItWaits, Act goOn, String... line)
      throws Exception {
    AtomicReference<World.Run> ended = new AtomicReference<>();
    Thread command = new Thread(() -> ended.set(world.run(line)));
    command.start();
    Await.until("the moment", () -> there.getAsBoolean() || !command.isAlive());
    if (command.isAlive()) {
      whileItWaits.run();
    }
    goOn.run();
    command.join();
    assertThat(ended.get().code()).as(ended.get().err()).isZero();
  }

  /** The keys that the server has now, but for those that it made itself at its start. */
  private static List<String> keys(World world) throws Exception {
    List<String> known =
        new ArrayList<>(List.of(World.KEY, World.OTHER_KEY, World.INVOKE_KEY, World.PERSONAL_KEY));
    try (Stream<Path> files = Files.walk(world.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Stream.of(Files.readString(file).split("\\s+"))
            .filter(word -> word.matches("(b10_)?[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}"))
            .forEach(known::add);
      }
    }
    List<String> own =
        Stream.of(KeyType.values()).filter(KeyType::isSeeded).map(world.sandbox()::key).toList();
    ManagementApi api =
        new ManagementApi(
            TestHttp.transport(),
            URI.create(world.url()),
            ApiKey.of(World.PERSONAL_KEY),
            TestHttp.farAway(),
            time -> {});
    List<String> lines = new ArrayList<>();
    for (ApiKeyInfo key : api.apiKeys()) {
      if (own.stream().noneMatch(text -> text.startsWith(key.prefix() + "."))) {
        String text =
            known.stream()
                .filter(other -> other.startsWith(key.prefix() + "."))
                .findFirst()
                // Nobody has the text of a key whose answer is on its way.
                .orElse(key.prefix() + ".0123456789abcdefghijklmnopqrstuv");
        lines.add(text + " " + key.type() + " " + key.name());
      }
    }
    return lines;
  }
}

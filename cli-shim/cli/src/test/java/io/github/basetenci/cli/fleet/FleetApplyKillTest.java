package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Main;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that rotates two keys gets SIGKILL, and further runs follow. At every moment each
 * target holds a key that works, and at the end there is one key of each name, in every target.
 */
class FleetApplyKillTest {
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final Map<String, String> OLD = Map.of("ci", World.KEY, "bot", World.OTHER_KEY);
  private static final Pattern UNCLAIMED = Pattern.compile("--unclaimed-key (\\w+)");
  private static final int MOST_RUNS = 6;
  private static final Duration LONG = Duration.ofDays(1);

  @TempDir Path directory;
  private int trials;

  @Test
  void killedAtSomeOfItsCallsItIsFinishedByAnotherRun() throws Exception {
    int calls = calls();
    for (int call = 2; call <= calls; call += 8) {
      assertThat(killedAtCall(call, Kind.DELAY)).isTrue();
      killedAtCall(call + 4, Kind.STATUS);
    }
  }

  @Test
  @Tag("long")
  void killedAtAnyOfItsCallsItIsFinishedByAnotherRun() throws Exception {
    int calls = calls();
    for (int call = 1; call < calls; call++) {
      assertThat(killedAtCall(call, Kind.DELAY)).isTrue();
      assertThat(killedAtCall(call, Kind.STATUS)).isTrue();
    }
    System.out.println("killed before and after each of " + calls + " calls");
  }

  /** How many calls of the server an undisturbed run makes. */
  private int calls() throws Exception {
    try (Trial trial = new Trial()) {
      assertThat(trial.start().waitFor()).isZero();
      trial.finish();
      return trial.callsOfFirstRun;
    }
  }

  /**
   * @param kind how the call at which it dies went on the server: {@link Kind#DELAY} with its
   *     effect, {@link Kind#STATUS} without
   * @return whether it died before its end
   */
  private boolean killedAtCall(int call, Kind kind) throws Exception {
    try (Trial trial = new Trial()) {
      if (call > 1) {
        trial.world.sandbox().fault(Fault.of(Kind.DELAY, null, "/v1/").times(call - 1));
      }
      Fault fault =
          kind == Kind.STATUS
              ? Fault.status(null, "/v1/", 500, "{}")
              : Fault.of(Kind.DELAY, null, "/v1/");
      trial.world.sandbox().fault(fault.delay(LONG));
      boolean killed = trial.killWhen(() -> trial.world.sandbox().requests().size() >= call);
      trial.finish();
      return killed;
    }
  }

  /** One fleet of two keys with two targets each. */
  private final class Trial implements AutoCloseable {
    final Path home = Files.createDirectory(directory.resolve("trial" + ++trials));
    final World world;
    int callsOfFirstRun;
    private final List<Path> targets = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Thread watcher = new Thread(this::watch);
    private volatile boolean ended;

    Trial() throws IOException {
      AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(-40));
      SandboxOptions options = SandboxOptions.defaults().withClock(clock(ahead));
      for (Map.Entry<String, String> key : OLD.entrySet()) {
        options = options.withKey(key.getValue(), KeyType.WORKSPACE_MANAGE_ALL, null, key.getKey());
      }
      world = new World(home, options.withKey(MINTING, KeyType.PERSONAL, null, "minting"));
      ahead.set(Duration.ZERO);
      world.set("MINTING", MINTING).unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
      StringBuilder fleet =
          new StringBuilder(
              "version: 1\nworkspaces:\n  acme: {url: '%s', minting-key: {env: MINTING}}\n"
                  .formatted(world.url()));
      fleet.append("defaults: {rotate-every: 30d, overlap: 0}\nkeys:\n");
      for (Map.Entry<String, String> key : OLD.entrySet()) {
        fleet.append("- name: ").append(key.getKey()).append("\n  targets:\n");
        for (String name : List.of(key.getKey() + ".1", key.getKey() + ".2")) {
          Path file = Files.writeString(home.resolve(name), key.getValue());
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
          targets.add(file);
          fleet.append("  - file:").append(name).append('\n');
        }
      }
      Files.writeString(home.resolve("fleet.yaml"), fleet);
      watcher.start();
    }

    private static Clock clock(AtomicReference<Duration> ahead) {
      return new Clock() {
        @Override
        public Instant instant() {
          return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
    }

    Process start() throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
      command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
      command.addAll(List.of("fleet", "apply", "--timeout", "10h"));
      ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
      builder.environment().clear();
      builder.environment().putAll(world.environment());
      Process process =
          builder.redirectErrorStream(true).redirectOutput(home.resolve("output").toFile()).start();
      process.getOutputStream().close();
      return process;
    }

    /** Whether the process died of it. */
    boolean killWhen(BooleanSupplier moment) throws Exception {
      Process process = start();
      while (process.isAlive()) {
        // A pause between two looks; the test waits for the moment, however long it takes.
        Thread.sleep(2);
        if (moment.getAsBoolean()) {
          process.destroyForcibly().waitFor();
          world.sandbox().clearFaults();
          return true;
        }
      }
      return false;
    }

    /** Runs it until nothing is left to do, and looks at what there is then. */
    void finish() throws Exception {
      callsOfFirstRun = world.sandbox().requests().size();
      world.sandbox().clearFaults();
      StringBuilder story = new StringBuilder();
      List<String> line = List.of("fleet", "apply");
      boolean done = false;
      for (int i = 0; i < MOST_RUNS && !done; i++) {
        World.Run run = world.run(line.toArray(String[]::new));
        story.append(run).append('\n');
        done = run.out().startsWith("Nothing to do");
        List<String> next = new ArrayList<>(List.of("fleet", "apply"));
        Matcher unclaimed = UNCLAIMED.matcher(run.out());
        while (unclaimed.find()) {
          next.addAll(List.of("--unclaimed-key", unclaimed.group(1)));
        }
        line = next;
      }
      ended = true;
      watcher.join();
      assertThat(violations).as("%s", story).isEmpty();
      assertThat(done).as("%s", story).isTrue();
      for (Map.Entry<String, String> key : OLD.entrySet()) {
        String name = key.getKey();
        assertThat(world.sandbox().accepts(key.getValue())).as("%s", story).isFalse();
        assertThat(world.sandbox().keyNames())
            .as("%s", story)
            .filteredOn(each -> each.matches(name + "(-\\d+)?"))
            .containsExactly(name + "-2");
        String held = held(home.resolve(name + ".1"));
        assertThat(world.sandbox().accepts(held)).as("%s", story).isTrue();
        assertThat(held(home.resolve(name + ".2"))).as("%s", story).isEqualTo(held);
      }
      try (Stream<Path> files = Files.walk(home.resolve(".local"))) {
        assertThat(files.filter(file -> file.toString().endsWith("-key"))).isEmpty();
      }
    }

    private static String held(Path target) throws IOException {
      return Files.readString(target).strip();
    }

    private void watch() {
      while (!ended) {
        for (Path target : targets) {
          try {
            String key = held(target);
            // It may have been replaced, and then revoked, between the two looks.
            if (!world.sandbox().accepts(key) && held(target).equals(key)) {
              violations.add(target + " holds a key that does not work");
              return;
            }
          } catch (NoSuchFileException e) {
            violations.add(target + " is gone");
            return;
          } catch (IOException e) {
            violations.add(target + " cannot be read: " + e.getMessage());
            return;
          }
        }
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      ended = true;
      watcher.join();
      world.close();
    }
  }
}

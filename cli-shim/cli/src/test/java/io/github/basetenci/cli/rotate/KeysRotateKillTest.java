package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Main;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.shim.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process of a rotation gets SIGKILL, and {@code --resume} follows. At every moment each place
 * holds a key that works, and at the end there is one key of the line, in every place.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command of a target is for a POSIX shell")
class KeysRotateKillTest {
  private static final Pattern TAKEN = Pattern.compile("taken by '[^']*' \\((\\w+)\\)");
  private static final int MOST_RUNS = 6;
  private static final Duration LONG = Duration.ofDays(1);

  @TempDir Path directory;
  private int trials;

  @Test
  void killedAtSomeOfItsCallsItIsFinishedByAResume() throws Exception {
    int calls = calls();
    for (int call = 1; call <= calls; call += 6) {
      assertThat(killedAtCall(call, Kind.DELAY)).isTrue();
      assertThat(killedAtCall(call + 3, Kind.STATUS)).isEqualTo(call + 3 <= calls);
    }
  }

  @Test
  @Tag("long")
  void killedAtAnyOfItsCallsItIsFinishedByAResume() throws Exception {
    int calls = calls();
    for (int call = 1; call <= calls; call++) {
      assertThat(killedAtCall(call, Kind.DELAY)).isTrue();
      assertThat(killedAtCall(call, Kind.STATUS)).isTrue();
    }
    System.out.println("killed before and after each of " + calls + " calls");
  }

  @Test
  void killedByItsOwnTargetItIsFinishedByAResume() throws Exception {
    String once =
        "if [ ! -e killed ]; then : > killed; until [ -s pid ]; do sleep 0.1; done;"
            + " kill -9 $(cat pid); fi";
    for (String command : List.of(once + "; WRITE", "WRITE; " + once)) {
      try (Trial trial = new Trial(command)) {
        Process process = trial.start();
        Files.writeString(trial.home.resolve("pid"), process.pid() + "\n");
        process.waitFor();
        assertThat(trial.home.resolve("killed")).exists();
        trial.finish();
      }
    }
  }

  @Test
  @Tag("long")
  void killedAtAnyTimeAndAgainInTheResumeItIsFinishedByAnother() throws Exception {
    Random random = new Random(20_261_120);
    long begin = System.nanoTime();
    try (Trial trial = new Trial("WRITE")) {
      trial.start().waitFor();
      trial.finish();
    }
    long whole = System.nanoTime() - begin;
    int killed = 0;
    for (int i = 0; i < 60; i++) {
      try (Trial trial = new Trial("WRITE")) {
        for (int kills = 0; kills < 2; kills++) {
          long end = System.nanoTime() + whole / 4 + (long) (random.nextDouble() * whole * 3 / 4);
          killed += trial.killWhen(() -> System.nanoTime() >= end) ? 1 : 0;
        }
        trial.finish();
      }
    }
    System.out.println("killed " + killed + " times");
    assertThat(killed).isGreaterThan(30);
  }

  /** How many calls of the server an undisturbed rotation makes. */
  private int calls() throws Exception {
    try (Trial trial = new Trial("WRITE")) {
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
    try (Trial trial = new Trial("WRITE")) {
      if (call > 1) {
        trial.world.sandbox().fault(Fault.of(Kind.DELAY, null, "/v1/").times(call - 1));
      }
      trial.world.sandbox().fault(hanging(kind));
      boolean killed = trial.killWhen(() -> trial.world.sandbox().requests().size() >= call);
      trial.finish();
      return killed;
    }
  }

  private static Fault hanging(Kind kind) {
    Fault fault =
        kind == Kind.STATUS
            ? Fault.status(null, "/v1/", 500, "{}")
            : Fault.of(Kind.DELAY, null, "/v1/");
    return fault.delay(LONG);
  }

  /** One rotation with three places. */
  private final class Trial implements AutoCloseable {
    final Path home = Files.createDirectory(directory.resolve("trial" + ++trials));
    final World world = new World(home);
    int callsOfFirstRun;
    private final List<String> line;
    private final Map<Path, Pattern> places;
    private final List<String> violations = new ArrayList<>();
    private final Thread watcher = new Thread(this::watch);
    private volatile boolean ended;

    Trial(String command) throws IOException {
      world.trussrc(
          "[baseten]\nremote_provider = baseten\nremote_url = %s\napi_key = %s\n"
              .formatted(world.url(), World.KEY));
      for (String name : List.of("key", "third")) {
        Path file = Files.writeString(home.resolve(name), World.KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      Pattern whole = Pattern.compile("(\\S+)\\s*");
      places =
          Map.of(
              world.trussrc(),
              Pattern.compile("(?s).*api_key = (\\S+).*"),
              home.resolve("key"),
              whole,
              home.resolve("third"),
              whole);
      world.set("MINT", World.PERSONAL_KEY).set("TMPDIR", "" + home);
      world.set("PATH", System.getenv("PATH"));
      line =
          List.of(
              "keys",
              "rotate",
              "markerkey",
              "--minting-key-env",
              "MINT",
              "--overlap",
              "0",
              "--timeout",
              "10h",
              "-t",
              "trussrc:baseten",
              "-t",
              "file:" + home.resolve("key"),
              "-t",
              "command:cd '%s'; %s"
                  .formatted(home, command.replace("WRITE", "cat > new && mv new third")));
      watcher.start();
    }

    Process start(String... more) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
      command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
      command.addAll(line);
      command.addAll(List.of(more));
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
      Process process = Files.exists(home.resolve("output")) ? start("--resume") : start();
      while (process.isAlive()) {
        Thread.sleep(2);
        if (moment.getAsBoolean()) {
          process.destroyForcibly().waitFor();
          world.sandbox().clearFaults();
          return true;
        }
      }
      return false;
    }

    /** Resumes until the rotation is at its end, and looks at what there is then. */
    void finish() throws Exception {
      callsOfFirstRun = world.sandbox().requests().size();
      world.sandbox().clearFaults();
      StringBuilder story = new StringBuilder();
      List<String> more = new ArrayList<>(List.of("--resume"));
      for (int i = 0; i < MOST_RUNS && !isDone(); i++) {
        String[] args = Stream.concat(line.stream(), more.stream()).toArray(String[]::new);
        World.Run run = world.run(args);
        story.append(run).append('\n');
        Matcher taken = TAKEN.matcher(run.err());
        more = new ArrayList<>(List.of("--resume"));
        if (taken.find()) {
          more.addAll(List.of("--unclaimed-key", taken.group(1)));
        }
      }
      ended = true;
      watcher.join();
      assertThat(violations).as("%s", story).isEmpty();
      assertThat(isDone()).as("%s", story).isTrue();
      assertThat(world.sandbox().accepts(World.KEY)).as("%s", story).isFalse();
      assertThat(world.sandbox().keyNames())
          .as("%s", story)
          .filteredOn(name -> name.startsWith("marker"))
          .containsExactly("marker-2");
      String key = held(home.resolve("key"));
      // No key of the sandbox may be printed, not even by a test that fails.
      assertThat(key.contains(".") && !key.equals(World.KEY)).as("%s", story).isTrue();
      assertThat(world.sandbox().accepts(key)).isTrue();
      for (Path place : places.keySet()) {
        assertThat(held(place).equals(key)).as("%s: %s", place, story).isTrue();
      }
      try (Stream<Path> files = Files.walk(home.resolve(".local"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".key"))).isEmpty();
      }
    }

    private boolean isDone() {
      return world.run("keys", "rotate", "--status", "-o", "json").out().contains("\"DONE\"");
    }

    private String held(Path place) throws IOException {
      Matcher held = places.get(place).matcher(Files.readString(place));
      return held.matches() ? held.group(1) : "";
    }

    private void watch() {
      while (!ended) {
        for (Path place : places.keySet()) {
          try {
            String key = held(place);
            // It may have been replaced, and then revoked, between the two looks.
            if (!world.sandbox().accepts(key) && held(place).equals(key)) {
              violations.add(place + " holds a key that does not work: " + key);
              return;
            }
          } catch (NoSuchFileException e) {
            violations.add(place + " is gone");
            return;
          } catch (IOException e) {
            violations.add(place + " cannot be read: " + e.getMessage());
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

package io.github.basetenci.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whenever a signal comes: no output is lost, and nothing is left, neither files nor processes. */
@EnabledOnOs(OS.LINUX)
class SignalsAtRandomMomentsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> SIGNALS = List.of("TERM", "QUIT", "HUP", "USR1");
  private static final int HANDLED = 7;

  /** Writes lines, and in its handler some more; what it wrote stands in a file too. */
  private static final String COMMAND =
      "say() { echo \"$1\"; echo \"$1\" >>written; };"
          + " for s in TERM QUIT HUP USR1;"
          + " do trap \"say bye; say \\\"bye \\$n\\\"; say end; exit 7\" $s; done;"
          + " echo $$ >pid; : >ready; n=0; while :; do n=$((n + 1)); say $n; done";

  @TempDir Path root;

  @Test
  void sixteenSignals() throws Exception {
    storms(4, 1);
  }

  @Test
  @Tag("long")
  void fiveHundredSignals() throws Exception {
    storms(125, 5);
  }

  /** Four at a time, for most of a storm is waiting. */
  private void storms(int count, int seed) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> storms = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(seed + i);
        storms.add(
            threads.submit(
                () -> {
                  storm(count, random);
                  return null;
                }));
      }
      for (Future<?> each : storms) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void storm(int count, Random random) throws Exception {
    for (int i = 0; i < count; i++) {
      String signal = SIGNALS.get(i % SIGNALS.size());
      // One in four comes while the JVM starts, or the login is made.
      if (random.nextInt(4) == 0) {
        atAnyMoment(signal, random.nextInt(1500));
      } else {
        whileTheCommandWrites(signal, random.nextInt(100));
      }
    }
  }

  private void whileTheCommandWrites(String signal, int millis) throws Exception {
    try (Run run = start()) {
      run.awaitReady();
      // The random moment of the signal.
      Thread.sleep(millis);

      run.signal(signal);

      assertThat(run.end()).as(run.toString()).isEqualTo(HANDLED);
      run.assertNothingIsLost();
      run.assertNothingIsLeft();
    }
  }

  private void atAnyMoment(String signal, int millis) throws Exception {
    try (Run run = start()) {
      // The random moment of the signal.
      Thread.sleep(millis);

      // Before any code of ours a JVM answers QUIT by a dump of its threads.
      while (run.process.isAlive()) {
        run.signal(signal);
        run.process.waitFor(1, TimeUnit.SECONDS);
      }

      if (run.end() == HANDLED) {
        run.assertNothingIsLost();
      }
      run.assertNothingIsLeft();
    }
  }

  private Run start() throws IOException {
    return new Run(Files.createTempDirectory(root, "run"));
  }

  /** One exec, in a session of its own. */
  private static final class Run implements AutoCloseable {
    private final Path place;
    private final Path temporary;
    private final Process process;

    Run(Path place) throws IOException {
      this.place = place;
      this.temporary = Files.createDirectory(place.resolve("t"));
      process =
          ExecProcess.of(
                  List.of("setsid"),
                  Main.class,
                  place,
                  temporary,
                  List.of("--", "bash", "-c", COMMAND))
              .redirectOutput(place.resolve("out").toFile())
              .redirectError(place.resolve("err").toFile())
              .start();
    }

    void awaitReady() throws Exception {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!Files.exists(place.resolve("ready"))) {
        assertThat(process.isAlive()).as(toString()).isTrue();
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(5);
      }
    }

    void signal(String name) throws Exception {
      new ProcessBuilder("bash", "-c", "kill -" + name + " " + process.pid() + " 2>/dev/null")
          .start()
          .waitFor();
    }

    int end() throws Exception {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(toString()).isTrue();
      return process.exitValue();
    }

    void assertNothingIsLost() throws IOException {
      List<String> out = Files.readAllLines(place.resolve("out"));
      assertThat(out).as(toString()).endsWith("end");
      // A line may stand twice when the handler comes between its two writes, and only there.
      assertThat(out).as(toString()).containsAll(Files.readAllLines(place.resolve("written")));
    }

    void assertNothingIsLeft() throws IOException {
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left).as(toString()).isEmpty();
      }
      assertThat(processes()).as(toString()).isEmpty();
    }

    private List<ProcessHandle> processes() {
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        return all.filter(each -> session(each) == process.pid()).toList();
      }
    }

    /** Kills what a failure left, which would otherwise write without end. */
    @Override
    public void close() {
      processes().forEach(ProcessHandle::destroyForcibly);
    }

    /** The fourth field behind the name, by proc(5). */
    private static long session(ProcessHandle process) {
      try {
        String stat =
            Files.readString(
                Path.of("/proc", Long.toString(process.pid()), "stat"),
                StandardCharsets.ISO_8859_1);
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
      } catch (IOException e) {
        // It has ended.
        return -1;
      }
    }

    @Override
    public String toString() {
      try {
        return "run in "
            + place
            + ", standard error: "
            + Files.readString(place.resolve("err"), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        return place.toString();
      }
    }
  }
}

package io.github.basetenci.cli.leak;

import static io.github.basetenci.cli.leak.LeakWorld.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What others on the machine can see of the shipped command while it waits for an answer: its
 * arguments, the names of its threads and of its open files, and its files.
 *
 * <p>The variables of a process ({@code /proc/PID/environ}) are no leak: by them a job hands the
 * key over, to us as to {@code truss}, and only its own user can read them.
 */
@EnabledOnOs(OS.LINUX)
class LeakJarTest {
  @Fixture private LeakWorld world;

  @ParameterizedTest
  @EnumSource(
      names = {
        "VARIABLE",
        "PAIR",
        "FILE_VARIABLE",
        "NAMED_VARIABLE",
        "NAMED_FILE",
        "STANDARD_INPUT"
      })
  void aLoginShowsNobodyTheKey(Source source) throws Exception {
    lookAt(source, "auth", "login", "--log", "debug");

    assertThat(world.leaks()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"VARIABLE", "STORED"})
  void neitherDoesAnyOtherCommandThatAsksTheServer(Source source) throws Exception {
    lookAt(source, "whoami");
    lookAt(source, "auth", "status", "--verify");
    lookAt(source, "exec", "--", "true");
    lookAt(source, "doctor");
    lookAt(Source.STORED, "auth", "logout", "--revoke-key");

    assertThat(world.leaks()).isEmpty();
  }

  @Test
  void norDoesACommandThatExecRuns() throws Exception {
    world.reset();
    Source.VARIABLE.give(world, KEY);
    Process process =
        world.start("", List.of("exec", "--allow-unknown-remote", "--", "sleep", "100000"));
    try {
      Await.until("the command gets going", () -> process.descendants().findAny().isPresent());
      look(process.toHandle());
      for (ProcessHandle below : process.descendants().toList()) {
        look(below);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }

    world.checkFiles("exec that was ended");
    assertThat(world.leaks()).isEmpty();
  }

  /** The one exemption: who writes the key into the command line shows it there, and is told so. */
  @Test
  void theFlagThatTakesTheKeyItselfShowsItInTheCommandLineAndNowhereElse() throws Exception {
    lookAt(Source.ARGUMENT, "auth", "login");

    assertThat(world.leaks()).singleElement().asString().startsWith("cmdline: ");
  }

  private void lookAt(Source source, String... command) throws Exception {
    world.reset();
    source.give(world, KEY);
    world.sandbox().clearRequests();
    world.sandbox().fault(Fault.of(Kind.DELAY, null, "/v1/").delay(Duration.ofDays(1)));
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(source.flags(KEY));
    Process process = world.start(source.input(KEY), line);
    try {
      Await.until(
          "the command gets going",
          () -> !world.sandbox().requests().isEmpty() || !process.isAlive());
      assertThat(process.isAlive()).as("%s waits for its answer", line).isTrue();
      look(process.toHandle());
      world.checkFiles(line + " while it waits");
    } finally {
      process.destroyForcibly().waitFor();
    }
    world.checkFiles(line + " when it was killed");
  }

  private void look(ProcessHandle process) throws IOException {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    world.check("cmdline", read(proc.resolve("cmdline")).replace('\0', ' '));
    world.check("status", read(proc.resolve("status")));
    world.check("maps", read(proc.resolve("maps")));
    for (Path thread : list(proc.resolve("task"))) {
      world.check("thread", read(thread.resolve("comm")));
    }
    for (Path open : list(proc.resolve("fd"))) {
      world.check("open file", target(open));
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /** A thread, and a file, may be gone by now; then it shows nothing. */
  private static String read(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}

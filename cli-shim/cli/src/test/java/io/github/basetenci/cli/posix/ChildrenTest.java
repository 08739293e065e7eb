package io.github.basetenci.cli.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the system calls are those of Linux")
class ChildrenTest {
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int ENDS = 200;

  @TempDir Path directory;
  private Libc libc;
  private Children children;
  private int[] pipe;
  private int command;

  /** Starts a command that runs until the test lets it end. */
  @BeforeEach
  void begin() throws Exception {
    libc = LibcLoader.load(directory);
    children = new Children(libc, signal -> {});
    pipe = libc.pipe();
    Program program =
        new Program(bytes(List.of("sh", "-c", "read -r end; exit 7")), bytes(List.of()));
    command =
        children.start(() -> program.start(libc, new Spawn().duplicate(pipe[0], 0)).process());
    assertThat(command).isPositive();
    libc.close(pipe[0]);
  }

  @AfterEach
  void theCommandEndsWithItsOwnCode() throws Exception {
    libc.close(pipe[1]);

    assertThat(children.await(command).code()).isEqualTo(7);
  }

  @Test
  void aProcessOfJavaEndsWithItsOwnCode() throws Exception {
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < ENDS; i++) {
      codes.add(Await.exitCode(new ProcessBuilder("sh", "-c", "exit 3").start()));
    }

    assertThat(codes).containsOnly(3);
  }

  /** A process that is told to be the parent of orphans gets them as process 1 does. */
  @Test
  void zombiesOfOrphansAreTakenWhileProcessesOfJavaEnd() throws Exception {
    Path go = directory.resolve("go");
    String waits = "until [ -e '" + go + "' ]; do sleep 0.1; done";
    List<Integer> codes = new ArrayList<>();
    assertThat(libc.prctl(PR_SET_CHILD_SUBREAPER, 1)).isZero();
    try {
      List<Long> orphans = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        orphans.add(orphan(waits));
      }
      Files.createFile(go);
      Await.until(
          () -> "the zombies of " + orphans + " are taken",
          () -> {
            codes.add(Await.exitCode(new ProcessBuilder("sh", "-c", "exit 3").start()));
            return orphans.stream().noneMatch(ChildrenTest::exists);
          });
    } finally {
      libc.prctl(PR_SET_CHILD_SUBREAPER, 0);
    }

    assertThat(codes).containsOnly(3);
  }

  /** Starts a process whose parent ends, and waits until it is a child of this process. */
  private static long orphan(String script) throws IOException {
    Process parent =
        new ProcessBuilder("sh", "-c", "(" + script + ") >/dev/null 2>&1 & echo $!").start();
    long orphan = Long.parseLong(new String(parent.getInputStream().readAllBytes(), UTF_8).strip());
    assertThat(Await.exitCode(parent)).isZero();
    Await.until(
        "the orphan is a child of this process",
        () ->
            ProcessHandle.of(orphan)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent());
    return orphan;
  }

  private static boolean exists(long process) {
    return Files.exists(Path.of("/proc", Long.toString(process)));
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
  }
}

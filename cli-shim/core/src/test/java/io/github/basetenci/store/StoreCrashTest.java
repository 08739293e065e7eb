package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run killed by SIGKILL leaves each file whole, old or new, and the next run leaves no trace. */
class StoreCrashTest {
  private static final long SEED = 20260302;
  private static final int KILLED = 128 + 9;

  /** A kill at one of these comes before all files have changed. */
  private static final Set<WriteStep> WRITING =
      EnumSet.range(WriteStep.AFTER_CREATE, WriteStep.AFTER_FIRST_RENAME);

  /** At these there is a temporary file, at the last one the old first file. */
  private static final Set<WriteStep> UNTIDY =
      EnumSet.range(WriteStep.AFTER_CREATE, WriteStep.AFTER_LAST_RENAME);

  @TempDir Path base;
  private Path first;
  private Path second;

  @BeforeEach
  void aFirstGeneration() throws Exception {
    first = base.toRealPath().resolve(".trussrc");
    second = base.toRealPath().resolve("config/auth.json");
    StoreChild.nextGeneration(first, second, step -> {});
  }

  @ParameterizedTest
  @EnumSource(WriteStep.class)
  void aKillAtAStepLeavesWholeFiles(WriteStep step) throws Exception {
    killAt(step, 3);
  }

  @ParameterizedTest
  @EnumSource(WriteStep.class)
  @Tag("long")
  void fiftyKillsAtAStepLeaveWholeFiles(WriteStep step) throws Exception {
    killAt(step, 50);
  }

  @Test
  void killsAtRandomTimesLeaveWholeFiles() throws Exception {
    killAtRandomTimes(6, 1);
  }

  @Test
  @Tag("long")
  void manyKillsAtRandomTimesLeaveWholeFiles() throws Exception {
    killAtRandomTimes(250, 100);
  }

  private void killAt(WriteStep step, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      int before = generation(first);
      // Steps of writing come once for each of the two files.
      String occurrence =
          step.compareTo(WriteStep.AFTER_LOCK) > 0 && step.compareTo(WriteStep.PREPARED) < 0
              ? String.valueOf(i % 2)
              : "0";
      Process child =
          StoreChild.start("kill", first.toString(), second.toString(), step.name(), occurrence);
      assertThat(child.waitFor()).isEqualTo(KILLED);
      boolean firstIsNew = step.compareTo(WriteStep.AFTER_FIRST_RENAME) >= 0;
      boolean secondIsNew = step.compareTo(WriteStep.AFTER_LAST_RENAME) >= 0;
      assertThat(generation(first)).isEqualTo(firstIsNew ? before + 1 : before);
      assertThat(generation(second)).isEqualTo(secondIsNew ? before + 1 : before);
      assertThat(leftovers() > 0).isEqualTo(UNTIDY.contains(step));
      nextRunLeavesNoTrace();
    }
  }

  /** Goes on until enough of the kills came while the files were being written. */
  private void killAtRandomTimes(int enough, int enoughInside) throws Exception {
    Random random = new Random(SEED);
    Path log = base.resolve("steps");
    int kills = 0;
    int inside = 0;
    while (kills < enough || inside < enoughInside) {
      assertThat(kills++).describedAs("kills, %s while writing", inside).isLessThan(8 * enough);
      int before = generation(first);
      Files.deleteIfExists(log);
      Process child = StoreChild.start("loop", first.toString(), second.toString(), log.toString());
      // By then its classes are loaded, and it spends its time on writing.
      assertThat(child.inputReader(UTF_8).readLine()).isEqualTo("written");
      // The moment of the kill is what varies.
      Thread.sleep(random.nextInt(60), random.nextInt(1_000_000));
      child.destroyForcibly();
      assertThat(child.waitFor()).isEqualTo(KILLED);
      List<String> steps = Files.readAllLines(log);
      if (WRITING.contains(WriteStep.valueOf(steps.get(steps.size() - 1)))) {
        inside++;
      }
      int done = (int) steps.stream().filter(WriteStep.DONE.name()::equals).count();
      for (Path file : List.of(first, second)) {
        assertThat(generation(file)).isBetween(before + done, before + done + 1);
      }
      nextRunLeavesNoTrace();
    }
    System.out.println("seed " + SEED + ": " + inside + " of " + kills + " kills while writing");
  }

  private void nextRunLeavesNoTrace() throws Exception {
    for (Path file : List.of(first, second)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    StoreChild.nextGeneration(first, second, step -> {});
    assertThat(generation(second)).isEqualTo(generation(first));
    assertThat(hidden(first.getParent())).containsExactly(".trussrc");
    assertThat(hidden(second.getParent())).isEmpty();
  }

  private long leftovers() throws IOException {
    return Stream.concat(hidden(first.getParent()).stream(), hidden(second.getParent()).stream())
        .filter(name -> name.endsWith(".tmp"))
        .count();
  }

  private static int generation(Path file) throws StoreException {
    return StoreChild.generation(new StoreFiles().read(file));
  }

  private static List<String> hidden(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }
}

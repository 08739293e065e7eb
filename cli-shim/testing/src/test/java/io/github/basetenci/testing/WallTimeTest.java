package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No test of any module is decided by how fast the machine is. */
class WallTimeTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Map<Pattern, String> LIMITS =
      Map.of(
          Pattern.compile("@Timeout\\b|\\bassertTimeout|\\b(succeeds|fails|completes)Within\\("),
          "a limit that a slow machine meets; HangWatch finds a test that hangs",
          Pattern.compile(
              "\\.(waitFor|await|get|poll|tryAcquire|tryLock|awaitTermination|orTimeout)"
                  + "\\([^;{}]*?\\bTimeUnit\\.[^;{}]*?\\)"),
          "a wait with an end; wait for what happens, with Await",
          Pattern.compile("\\bSystem\\.(nanoTime|currentTimeMillis)\\(\\)"),
          "a measured time; hand in a clock (WaitedTime), or measure what it costs (CpuTime)");

  /** What is none of these though it looks so, and why. */
  private static final Map<String, String> HARMLESS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ApiWorld", "where the clock of the test begins"),
              Map.entry("EphemeralWorld", "where the clock of the test begins"),
              Map.entry("EphemeralKillTest", "chooses the moment of a kill"),
              Map.entry("ExecCommandTest", "a limit of two minutes that is to go"),
              Map.entry("FakeGitHub", "makes a number that is new"),
              Map.entry("FaultTest", "an answer comes late enough"),
              Map.entry("GitHubLimits", "the date that a server tells"),
              Map.entry("GitHubSecretsTest", "the date that a server tells"),
              Map.entry("LeasesTest", "a date that is noted is not before the test"),
              Map.entry("KeysRotateKillTest", "chooses the moment of a kill"),
              Map.entry("KillTest", "chooses the moment of a kill"),
              Map.entry("KillingEngine", "chooses the moment of a kill"),
              Map.entry("SameAsAloneJarTest", "a limit of ten minutes that is to go"),
              Map.entry("SignalsAtRandomMomentsTest", "chooses the moment of a signal"),
              Map.entry("TotalDeadlineTest", "a server that pauses between two bytes"),
              Map.entry("TouchesTheProcess", "what a rule is to find"),
              Map.entry("UsageRecordsTest", "a date that is noted is not before the test"),
              Map.entry("WallTimeTest", "what this rule is to find")));

  @Test
  void noTestOfAnyModuleHasALimit() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : tests()) {
      if (!HARMLESS.containsKey(name(file))) {
        for (String limit : limits(Files.readString(file))) {
          found.add(ROOT.relativize(file) + ": " + limit);
        }
      }
    }

    assertThat(found).isEmpty();
  }

  @Test
  void everyExceptionIsStillNeeded() throws IOException {
    List<String> unneeded = new ArrayList<>(HARMLESS.keySet());
    for (Path file : tests()) {
      if (unneeded.contains(name(file)) && !limits(Files.readString(file)).isEmpty()) {
        unneeded.remove(name(file));
      }
    }

    assertThat(unneeded).as("entries of HARMLESS that can go").isEmpty();
  }

  @Test
  void theTestsOfAllModulesAreRead() throws IOException {
    assertThat(tests())
        .extracting(WallTimeTest::name)
        .contains("FaultTest", "ExceptionsTest", "MainTest", "LoginTest", "LeasesTest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Timeout(60)",
        "@Timeout(value = 1, unit = TimeUnit.MINUTES)",
        "assertTimeout(ofSeconds(1), () -> run());",
        "assertTimeoutPreemptively(ofSeconds(1), this::run);",
        "assertThat(future).succeedsWithin(Duration.ofSeconds(2));",
        "assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();",
        "process.waitFor(\n    PATIENCE.toSeconds(), TimeUnit.SECONDS);",
        "latch.await(10, TimeUnit.SECONDS)",
        "String text = err.get(1, TimeUnit.MINUTES);",
        "queue.poll(1, TimeUnit.SECONDS)",
        "pool.awaitTermination(1, TimeUnit.SECONDS)",
        "long start = System.nanoTime();",
        "while (System.currentTimeMillis() < end) {"
      })
  void aLimitIsFound(String line) {
    assertThat(limits(line)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process.waitFor();",
        "latch.await();",
        "future.get();",
        "Deadline.after(Duration.ofHours(1), System::nanoTime)",
        "wait(TimeUnit.SECONDS); list.get(0);",
        "Thread.sleep(PAUSE_MILLIS);"
      })
  void whatIsNoneIsNot(String line) {
    assertThat(limits(line)).isEmpty();
  }

  private static List<String> limits(String text) {
    List<String> found = new ArrayList<>();
    LIMITS.forEach(
        (pattern, advice) -> {
          Matcher matcher = pattern.matcher(text);
          while (matcher.find()) {
            found.add(matcher.group().replaceAll("\\s+", " ") + ": " + advice);
          }
        });
    return found;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.java$", "");
  }

  private static List<Path> tests() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String directory : List.of("cli-shim", "action", "jenkins-plugin")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(directory))) {
        all.filter(file -> file.toString().endsWith(".java"))
            .filter(file -> ROOT.relativize(file).toString().matches(".*/src/test/java/.*"))
            .forEach(files::add);
      }
    }
    return files;
  }
}

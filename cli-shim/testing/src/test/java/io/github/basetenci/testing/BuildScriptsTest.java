package io.github.basetenci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts below bin, in a project with a Maven that writes down what it was asked. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "they are shell scripts")
class BuildScriptsTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir Path project;
  private int code;
  private String said;

  @BeforeEach
  void begin() throws IOException {
    Files.copy(ROOT.resolve("pom.xml"), project.resolve("pom.xml"));
    copy(ROOT.resolve("bin"), project.resolve("bin"));
    program(
        "maven/mvn",
        """
        echo "$*" >>"%s/asked"
        case $* in
          *jenkins-plugin/pom.xml*) echo '[ERROR] Non-resolvable parent POM'; exit 1 ;;
        esac
        """
            .formatted(project));
    // It would only count the tests that ran.
    program("jdk/bin/java", "");
    Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"17\"\n");
  }

  private void program(String path, String script) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bin/test jenkins-plugin",
        "bin/test jenkins-plugin/",
        "bin/test --all core jenkins-plugin",
        "bin/plugin",
        "bin/interface 0.1.0"
      })
  void whoAsksForAPluginThatCannotBeBuiltIsToldWhy(String command) throws Exception {
    run(command, Map.of());

    assertThat(said)
        .isEqualTo(
            command.replaceAll(" .*", "")
                + ": the Jenkins plugin cannot be built here, since its parent POM cannot be"
                + " fetched; let Maven reach the repository that jenkins-plugin/pom.xml names, or"
                + " a mirror of it\n");
    assertThat(code).isEqualTo(1);
  }

  @Test
  void aModuleThatIsNoneIsAUsageError() throws Exception {
    run("bin/test nothing", Map.of());

    assertThat(said).startsWith("bin/test: there is no module nothing; the modules are: ");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void anInterfaceIsThatOfARelease() throws Exception {
    run("bin/interface", Map.of());

    assertThat(said).startsWith("bin/interface: give the version of the release; usage: ");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void aSlowMachineHasAllTheTimeForItsTests() throws Exception {
    run("bin/test core", Map.of());

    assertThat(asked()).contains("verify").doesNotContain("timeout");
  }

  @Test
  void aJvmThatHangsInCiEndsBeforeTheJobDoes() throws Exception {
    run("bin/test core", Map.of("CI", "true"));

    Matcher limit = Pattern.compile("-Dsurefire.timeout=(\\d+) verify").matcher(asked());
    Matcher job =
        Pattern.compile("timeout-minutes: (\\d+)")
            .matcher(Files.readString(ROOT.resolve(".github/workflows/ci.yml")));
    assertThat(limit.find() && job.find()).isTrue();
    assertThat(Integer.parseInt(limit.group(1))).isLessThan(60 * Integer.parseInt(job.group(1)));
  }

  /** A test that computes for minutes gains more from it than it costs. */
  @Test
  void onlyTheLongProofsHaveTheSecondCompiler() throws Exception {
    run("bin/test core", Map.of());
    assertThat(asked()).contains("-Dtest.excludedGroups=long ").doesNotContain("-Dtest.jvm");

    run("bin/test --all core", Map.of());
    assertThat(asked()).contains("-Dtest.excludedGroups= -Dtest.jvm= verify");
  }

  /** Then the tests of the action find the jar of the command. */
  @Test
  void allModulesAreBuiltTwoAtATimeAndInTheirOrder() throws Exception {
    run("bin/test", Map.of());
    assertThat(asked()).contains("--fail-at-end -T2 -Dall.modules ");

    Files.delete(project.resolve("asked"));
    run("bin/test core", Map.of());
    assertThat(asked()).doesNotContain("-T2").doesNotContain("all.modules");
  }

  private String asked() throws IOException {
    return Files.readString(project.resolve("asked"));
  }

  private void run(String command, Map<String, String> more) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(project.toFile());
    builder.environment().remove("CI");
    builder.environment().putAll(more);
    builder.environment().put("JAVA_HOME", project.resolve("jdk").toString());
    builder.environment().merge("PATH", "", (path, none) -> project.resolve("maven") + ":" + path);
    Path output = project.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    code = Await.exitCode(process);
    said = Files.readString(output, StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}

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
import org.junit.jupiter.params.provider.CsvSource;
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
    Path launcher = Path.of("cli-shim/cli/src/main/launcher");
    Files.createDirectories(project.resolve(launcher).getParent());
    copy(ROOT.resolve(launcher), project.resolve(launcher));
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

  @ParameterizedTest
  @CsvSource({
    "1.2, '',bin/release: 1.2 is no version; give one such as 0.1.0.",
    "v0.1.0,'',bin/release: v0.1.0 is no version; give one such as 0.1.0.",
    "9.9.9, '','bin/release: pom.xml is on the way to 0.1.0, not to 9.9.9; change its version"
        + " first.'",
    "0.1.0, echo >>pom.xml,bin/release: the working tree has changes that no commit has; commit or"
        + " remove them: pom.xml.",
    "0.1.0, git tag v0.1.0,bin/release: the version 0.1.0 exists: there is a tag v0.1.0; choose a"
        + " later version.",
    "0.1.0, git rm -q CHANGELOG.md && git commit -qm x,bin/release: CHANGELOG.md has neither a"
        + " section 0.1.0 nor a line in Unreleased."
  })
  void whatCannotBeReleasedIsRefused(String version, String before, String sentence)
      throws Exception {
    commitAll("## [Unreleased]\n\n### Added\n\n#### The command\n\n- A line.\n");
    run(before.isEmpty() ? "true" : before, Map.of());

    run("bin/release " + version + " --dry-run", Map.of());

    assertThat(said).isEqualTo(sentence + "\n");
    assertThat(project.resolve("asked")).doesNotExist();
  }

  @Test
  void aReleaseIsATagAndNothingElse() throws Exception {
    commitAll("## [Unreleased]\n\n## [0.1.0] - 2026-12-01\n\n### Added\n\n- A line.\n");

    run("bin/release 0.1.0", Map.of());
    assertThat(said)
        .isEqualTo(
            "Tagged v0.1.0. \"git push origin v0.1.0\" starts the workflow that publishes it.\n");
    assertThat(project.resolve("asked")).doesNotExist();
    run("git cat-file -t v0.1.0", Map.of());
    assertThat(said).isEqualTo("tag\n");
  }

  @Test
  void noTagIsMadeWhileTheChangelogHasNoSectionForIt() throws Exception {
    commitAll("## [Unreleased]\n\n- A line.\n");

    run("bin/release 0.1.0", Map.of());

    assertThat(said)
        .startsWith("bin/release: CHANGELOG.md has no section 0.1.0; give what is unreleased")
        .contains("\"bin/interface 0.1.0\"");
    run("git tag", Map.of());
    assertThat(said).isEmpty();
  }

  @Test
  void whatTheWorkflowBuildsIsThatTag() throws Exception {
    commitAll("## [0.1.0] - 2026-12-01\n\n- A line.\n");

    run("bin/release 0.1.0 --build notes", Map.of());

    assertThat(said)
        .isEqualTo("bin/release: HEAD is not the commit of the tag v0.1.0; check that tag out.\n");
    assertThat(code).isOne();
  }

  private void commitAll(String changelog) throws IOException {
    Files.writeString(project.resolve("CHANGELOG.md"), changelog);
    Files.writeString(project.resolve(".gitignore"), "output\nmaven/\njdk/\n");
    run(
        "git init -q && git config user.email a@example.com && git config user.name a"
            + " && git add -A && git commit -qm first",
        Map.of());
    assertThat(code).as(said).isZero();
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

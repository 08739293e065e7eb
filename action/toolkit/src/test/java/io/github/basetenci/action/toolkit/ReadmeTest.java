package io.github.basetenci.action.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the README says is there. */
class ReadmeTest {
  private static final Path SOURCE =
      Path.of("src/test/java/io/github/basetenci/action/toolkit/ReadmeTest.java");

  @TempDir Path directory;

  @Test
  void theExampleIsWhatIsTestedHere() throws IOException {
    Matcher example = Pattern.compile("(?s)```java\n(.*?)```").matcher(readme());
    assertThat(example.find()).isTrue();
    String tested =
        Files.readString(SOURCE)
            .replace(
                "ActionsCore.builder(environment, log)",
                "ActionsCore.builder(System.getenv(), System.out)")
            .replace("return core.exitCode();", "System.exit(core.exitCode());");
    assertThat(withoutBlanks(tested)).contains(withoutBlanks(example.group(1)));
  }

  @Test
  void theExampleDeploys() throws IOException {
    Path summary = Files.createFile(directory.resolve("summary"));
    Path output = Files.createFile(directory.resolve("output"));
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Map<String, String> environment =
        Map.of(
            "INPUT_TOKEN",
            "token-of-six-or-more",
            "GITHUB_OUTPUT",
            output.toString(),
            "GITHUB_STEP_SUMMARY",
            summary.toString());
    assertThat(example(environment, log)).isZero();
    assertThat(log.toString(StandardCharsets.UTF_8))
        .isEqualTo("::add-mask::token-of-six-or-more\n::group::Deploy\n20\n::endgroup::\n");
    assertThat(summary).content().startsWith("<h1>Deployed</h1>\n");
    assertThat(output).content().startsWith("url<<ghadelimiter_");
    assertThat(example(Map.of(), log)).isEqualTo(1);
  }

  private static int example(Map<String, String> environment, ByteArrayOutputStream log) {
    ActionsCore core = ActionsCore.builder(environment, log).build();
    try {
      String token = core.getInput("token", InputOptions.REQUIRED);
      core.setSecret(token);
      core.group("Deploy", () -> deploy(core, token));
      core.setOutput("url", "https://example.com/");
      core.summary().addHeading("Deployed").addLink("Open it", "https://example.com/").write();
    } catch (RuntimeException e) {
      core.setFailed(e);
    }
    return core.exitCode();
  }

  private static int deploy(ActionsCore core, String token) {
    core.info(String.valueOf(token.length()));
    return 0;
  }

  @ParameterizedTest
  @EnumSource
  void everyImprovementIsListed(Improvement improvement) throws IOException {
    assertThat(readme()).contains("| `" + improvement + "` |");
  }

  @Test
  void everyFunctionIsListed() throws IOException {
    String readme = readme();
    assertThat(
            Stream.of(ActionsCore.class, ActionsCore.Builder.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(method -> method.getName()))
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(readme).containsPattern("\\b" + name + "\\b"));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}

package io.github.basetenci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples");
  private static final Pattern EXEC = Pattern.compile("baseten-ci (exec .*?-- ).+");

  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    Scripts.putCommandOnPath(world);
    world.set("BASETEN_API_KEY", World.KEY).set("TMPDIR", world.home().toString());
  }

  @Test
  void theShellScriptLogsInAndLeavesNothing() throws Exception {
    Path script = EXAMPLES.resolve("shell.sh").toAbsolutePath();

    assertThat(Scripts.output(world, "sh", script.toString()))
        .contains("Workspace:  acme", "Logged out baseten");

    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"github-workflow.yml", "gitlab-ci.yml", "circleci.yml", "buildkite.yml"})
  void thePipelineIsYamlAndItsExecLineRuns(String file) throws Exception {
    Object yaml =
        new Load(LoadSettings.builder().setLabel(file).build())
            .loadFromString(Files.readString(EXAMPLES.resolve(file)));

    List<String> lines = new ArrayList<>();
    strings(yaml)
        .map(EXEC::matcher)
        .filter(Matcher::find)
        .forEach(line -> lines.add("baseten-ci " + line.group(1)));

    assertThat(lines).hasSize(1);
    assertThat(
            Scripts.output(
                world,
                "sh",
                "-c",
                lines.get(0) + "sh -c 'echo $USER_TRUSSRC_PATH $BASETEN_API_KEY'"))
        .contains("/trussrc ****")
        .doesNotContain(World.KEY);
  }

  @Test
  void theCheckOfSecretsPrintsAnAnnotationAndFails() throws Exception {
    Matcher line =
        Pattern.compile("- run: (baseten-ci secrets check .*)")
            .matcher(Files.readString(EXAMPLES.resolve("github-secrets-check.yml")));
    assertThat(line.find()).isTrue();
    Files.writeString(world.home().resolve("config.yaml"), "secrets:\n  a: hush\n");

    world.unset("BASETEN_API_KEY");
    assertThat(Scripts.output(world, "sh", "-c", line.group(1) + " || echo failed with $?"))
        .contains("::error file=config.yaml,line=2,col=6,", "failed with 1")
        .doesNotContain("hush");
  }

  @Test
  void everyExampleIsListed() throws IOException {
    String index = Files.readString(EXAMPLES.resolve("README.md"));
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("README.md"))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
    }
  }

  private static Stream<String> strings(Object yaml) {
    if (yaml instanceof Map<?, ?> map) {
      return map.values().stream().flatMap(ExamplesTest::strings);
    }
    if (yaml instanceof List<?> list) {
      return list.stream().flatMap(ExamplesTest::strings);
    }
    return Stream.of(String.valueOf(yaml));
  }
}

package io.github.basetenci.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Scripts;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The examples of a login for the rest of a job, run as their CI does: each step in a shell of its
 * own, which has no variable of another one but by the CI's own way. Only what installs the tools
 * is left out, and truss is a script that says whether it is logged in.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class JobExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples").toAbsolutePath();
  private static final Pattern INSTALLS = Pattern.compile("(apt-get|git|python3) .*");
  private static final Pattern PATH_OF_TOOL = Pattern.compile("[^\\s\"(]*/bin/(baseten-ci|truss) ");
  private static final Pattern AZURE_VARIABLE =
      Pattern.compile("##vso\\[task\\.setvariable variable=(\\w+)](.*)");

  private static final String TRUSS =
      """
      #!/bin/sh
      grep -q api_key "$BASETEN_CONFIG_DIR/auth.json" && test -f "$USER_TRUSSRC_PATH" &&
        echo "truss is logged in, with [$BASETEN_API_KEY] in a variable"
      """;

  @Fixture private World world;

  @BeforeEach
  void begin() throws IOException {
    Scripts.program(Scripts.putCommandOnPath(world).resolve("truss"), TRUSS);
    world.set("TMPDIR", Files.createDirectory(world.home().resolve("tmp")).toString());
  }

  @Test
  void gitLab() throws Exception {
    world
        .set("BASETEN_API_KEY", World.KEY)
        .set("GITLAB_CI", "true")
        .set("CI_PROJECT_DIR", world.home().resolve("tmp/project").toString())
        .set("CI_JOB_ID", "17");
    Map<?, ?> job = member(yaml("gitlab-ci-job.yml"), "deploy");
    String main = lines(job.get("before_script")) + lines(job.get("script"));

    assertThat(shell("bash", main)).contains("truss is logged in, with [] in a variable");
    assertThat(files()).hasSize(3);
    assertThat(shell("bash", lines(job.get("after_script")))).contains("Logged out: ");
    assertThat(files()).isEmpty();
  }

  @Test
  void circleCi() throws Exception {
    world
        .set("BASETEN_API_KEY", World.KEY)
        .set("CIRCLECI", "true")
        .set("CIRCLE_WORKFLOW_JOB_ID", "17")
        .set("BASH_ENV", Files.writeString(world.home().resolve("bash_env"), "").toString());
    Map<?, ?> job = member(member(yaml("circleci-job.yml"), "jobs"), "deploy");
    List<String> steps = new ArrayList<>();
    for (Object step : (List<?>) job.get("steps")) {
      if (step instanceof Map<?, ?> map) {
        Object run = map.get("run");
        steps.add(lines(run instanceof Map<?, ?> more ? more.get("command") : run));
      }
    }

    assertThat(runAll(steps))
        .contains("truss is logged in, with [" + World.KEY + "]", "Logged out: ");
    assertThat(files()).isEmpty();
    assertThat(shell("bash", "echo \"[${USER_TRUSSRC_PATH-unset}]\"")).contains("[unset]");
  }

  @Test
  void buildkite() throws Exception {
    Path key = Files.writeString(world.home().resolve("key"), World.KEY + "\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    world
        .set("BASETEN_API_KEY_FILE", key.toString())
        .set("BUILDKITE", "true")
        .set("BUILDKITE_JOB_ID", "17");
    List<?> steps = (List<?>) yaml("buildkite-job.yml").get("steps");
    String commands = lines(((Map<?, ?>) steps.get(0)).get("commands")).replace("$$", "$");
    String hook = Files.readString(EXAMPLES.resolve("buildkite-pre-exit.sh"));

    assertThat(shell("bash", commands)).contains("truss is logged in, with [] in a variable");
    assertThat(files()).hasSize(3);
    assertThat(shell("sh", lines(hook))).contains("Logged out: ");
    assertThat(files()).isEmpty();
  }

  @Test
  void azurePipelines() throws Exception {
    world
        .set("BASETEN_API_KEY", World.KEY)
        .set("TF_BUILD", "True")
        .set("AGENT_TEMPDIRECTORY", world.home().resolve("tmp").toString())
        .set("BUILD_BUILDID", "17")
        .set("SYSTEM_JOBID", "a-b");
    List<?> steps = (List<?>) yaml("azure-pipelines.yml").get("steps");
    List<String> scripts =
        steps.stream().map(step -> lines(((Map<?, ?>) step).get("script"))).toList();

    assertThat(runAll(scripts)).contains("truss is logged in, with [", "Logged out: ");
    assertThat(files()).isEmpty();
    assertThat(world.environment())
        .containsEntry("USER_TRUSSRC_PATH", "~/.trussrc")
        .containsEntry("BASETEN_CONFIG_DIR", "");
  }

  @Test
  void bitbucket() throws Exception {
    world
        .set("BASETEN_API_KEY", World.KEY)
        .set("BITBUCKET_BUILD_NUMBER", "17")
        .set("BITBUCKET_PIPELINE_UUID", "{a}")
        .set("BITBUCKET_STEP_UUID", "{b}");
    Map<?, ?> branches = member(member(yaml("bitbucket-pipelines.yml"), "pipelines"), "branches");
    Map<?, ?> step = member((Map<?, ?>) ((List<?>) branches.get("main")).get(0), "step");

    assertThat(shell("bash", lines(step.get("script")))).contains("truss is logged in, with [");
    assertThat(files()).hasSize(3);
    assertThat(shell("bash", lines(step.get("after-script")))).contains("Logged out: ");
    assertThat(files()).isEmpty();
  }

  /** Each in a shell, with the variables that those before have set by commands in their output. */
  private String runAll(List<String> steps) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String step : steps) {
      String output = shell("bash", step);
      Matcher variables = AZURE_VARIABLE.matcher(output);
      while (variables.find()) {
        world.set(variables.group(1), variables.group(2));
      }
      all.append(output);
    }
    return all.toString();
  }

  /** The login's files, wherever in the place for temporary ones. */
  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(world.home().resolve("tmp"))) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** The lines of a step that do not install anything, with the tools of this test. */
  private static String lines(Object step) {
    Stream<?> all = step instanceof List<?> list ? list.stream() : String.valueOf(step).lines();
    return all.map(String::valueOf)
        .filter(line -> !INSTALLS.matcher(line).matches())
        .map(line -> PATH_OF_TOOL.matcher(line).replaceAll("$1 ") + "\n")
        .collect(Collectors.joining());
  }

  private static Map<?, ?> member(Map<?, ?> yaml, String name) {
    return (Map<?, ?>) yaml.get(name);
  }

  private static Map<?, ?> yaml(String file) throws IOException {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().setLabel(file).build())
            .loadFromString(Files.readString(EXAMPLES.resolve(file)));
  }

  private String shell(String shell, String script) throws Exception {
    return Scripts.output(world, shell, "-e", "-c", script);
  }
}

package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.cli.Scripts;
import io.github.basetenci.shim.World;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.jenkins.FakeJenkins;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples of a rotation do what they say, also when a day has passed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class RotationExamplesTest {
  private static final Pattern DRAIN_SINCE = Pattern.compile("\"drain_since\": ?\"([^\"]+)\"");
  private static final Path EXAMPLES = Path.of("..", "..", "examples").toAbsolutePath();
  private static final String WEB = "/repos/acme/web/actions/secrets";
  private static final String NAME = "BASETEN_API_KEY";

  @Fixture private World world;
  @Fixture private FakeGitHub github;

  @BeforeEach
  void start() throws Exception {
    github.hold(WEB, NAME, World.KEY);
    world
        .set("GH_TOKEN", FakeGitHub.TOKEN)
        .set("GITHUB_API_URL", github.url())
        .set("TMPDIR", world.home().toString());
    Scripts.putCommandOnPath(world);
  }

  @Test
  void theNightlyScriptReplacesOnItsDayAndRevokesLater() throws Exception {
    Path key = secret("key", World.KEY);
    try (FakeJenkins jenkins = new FakeJenkins(credential(World.KEY), "", "team-key")) {
      world
          .set("BASETEN_API_KEY_FILE", key.toString())
          .set("MINTING_KEY_FILE", secret("minting", World.PERSONAL_KEY).toString())
          .set("JENKINS_URL", jenkins.target().replaceAll("jenkins:|/credentials.*", ""))
          .set("JENKINS_USER_ID", "ci")
          .set("JENKINS_API_TOKEN", FakeJenkins.TOKEN);
      String script = Files.readString(EXAMPLES.resolve("rotate.sh"));

      world.set("ROTATE_ON", "99");
      assertThat(run(script)).isEmpty();
      assertThat(Files.readString(key)).startsWith(World.KEY);

      world.set("ROTATE_ON", today());
      assertThat(run(script)).contains("Rotated 'marker' (markerkey) to 'marker-2'");
      String newKey = github.value(WEB, NAME);
      assertThat(newKey).isNotEqualTo(World.KEY);
      assertThat(Files.readString(key)).isEqualTo(newKey + "\n");
      assertThat(jenkins.xml).isEqualTo(credential(newKey));
      assertThat(world.sandbox().accepts(World.KEY)).isTrue();

      pass();
      assertThat(run(script)).contains("the old key is revoked");
      assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    }
  }

  @Test
  void theWorkflowReplacesAndAnotherRunnerRevokesLater() throws Exception {
    String own = "/repos/acme/ci/environments/rotation/secrets";
    github.hold(own, NAME, World.KEY);
    github.hold("/repos/acme/web/environments/production/secrets", NAME, World.KEY);
    github.holdVisible("/orgs/acme/actions/secrets", NAME, World.KEY, "private", List.of());
    String step = step("github-rotate.yml", "replace or finish");
    Files.createDirectory(world.home().resolve("rotation"));
    world
        .set("MINTING_KEY", World.PERSONAL_KEY)
        .set("REPLACE", "true")
        .set("RUNNER_TEMP", "" + world.home());

    world.set(NAME, World.KEY);
    assertThat(run(step)).contains("in 4 targets; the old key lives on");

    // Another runner has the journal and the secrets, and none of the other files.
    Files.delete(world.home().resolve("new-key"));
    world.set(NAME, github.value(own, NAME));
    pass();
    assertThat(run(step)).contains("in 4 targets; the old key is revoked");
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertThat(world.sandbox().accepts(github.value(WEB, NAME))).isTrue();
    assertThat(github.visibility("/orgs/acme/actions/secrets", NAME)).isEqualTo("private[]");
  }

  /** What the end of the overlap waits for began long ago. */
  private void pass() throws IOException {
    int journals = 0;
    try (Stream<Path> files = Files.walk(world.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher since = DRAIN_SINCE.matcher(text);
        if (since.find()) {
          String begin = since.group(1);
          String longAgo = Instant.parse(begin).minus(Duration.ofDays(2)).toString();
          Files.writeString(file, text.replace(begin, longAgo), StandardCharsets.ISO_8859_1);
          journals++;
        }
      }
    }
    assertThat(journals).as("journals of an overlap").isOne();
  }

  private static String today() {
    return "%td".formatted(Instant.now().atZone(ZoneId.systemDefault()));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(world.home().resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String step(String file, String name) throws IOException {
    Map<?, ?> workflow =
        (Map<?, ?>)
            new Load(LoadSettings.builder().setLabel(file).build())
                .loadFromString(Files.readString(EXAMPLES.resolve(file)));
    Map<?, ?> job = (Map<?, ?>) ((Map<?, ?>) workflow.get("jobs")).get("rotate");
    return ((List<?>) job.get("steps"))
        .stream()
            .map(step -> (Map<?, ?>) step)
            .filter(step -> name.equals(step.get("name")))
            .map(step -> (String) step.get("run"))
            .findFirst()
            .orElseThrow();
  }

  private String run(String script) throws Exception {
    return Scripts.output(world, "/bin/sh", "-e", "-c", script);
  }

  private static String credential(String key) {
    return """
        <org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl plugin="plain-credentials@1">
          <id>team-key</id>
          <description></description>
          <secret>%s</secret>
        </org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>"""
        .formatted(key);
  }
}

package io.github.basetenci.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.basetenci.cli.Scripts;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.World;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.targets.jenkins.FakeJenkins;
import io.github.basetenci.testing.Fixture;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The workflow of a fleet does what it says, on a new runner each time. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class FleetExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "..", "examples").toAbsolutePath();
  private static final Pattern TIME =
      Pattern.compile("(\"(?:drain_since|next_attempt)\": ?\")([^\"]+)");
  private static final Pattern KEY_SHAPE = Pattern.compile("[A-Za-z0-9]{8}\\.[A-Za-z0-9]{32}");
  private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";
  private static final String MODELS = "/repos/acme/models/actions/secrets";
  private static final String WEB = "/repos/acme/web/actions/secrets";
  private static final String PRODUCTION = "/repos/acme/web/environments/production/secrets";
  private static final String ORGANIZATION = "/orgs/acme/actions/secrets";
  private static final String NAME = "BASETEN_API_KEY";
  private static final String INVOKE_NAME = "BASETEN_INVOKE_KEY";

  private static final String GH =
      """
      #!/bin/sh
      set -eu
      test "$GH_TOKEN" = the-token-of-the-job
      case "$1 $2" in
        "api repos/acme/ci/actions/artifacts?name=fleet-state")
          test "$3" = --jq
          ids='[{"expired": true, "workflow_run": {"id": 3}}]'
          if [ -d "$ARTIFACTS/fleet-state" ]; then
            ids='[{"expired": false, "workflow_run": {"id": 17}}, {"expired": false, "workflow_run": {"id": 16}}]'
          fi
          printf '{"artifacts": %s}' "$ids" | jq -r "$4"
          ;;
        *)
          test "$*" = "run download 17 --repo acme/ci --name fleet-state"
          cp "$ARTIFACTS/fleet-state/"* .
          ;;
      esac
      """;

  @TempDir Path home;
  @Fixture private FakeGitHub github;
  private World world;
  private FakeJenkins jenkins;
  private Path workspace;
  private Path artifacts;
  private volatile Duration serverAhead = Duration.ZERO;
  private volatile boolean broken;

  @BeforeEach
  void begin() throws Exception {
    for (String tool : List.of("bash", "gpg", "jq", "tar")) {
      assumeTrue(isOnPath(tool), tool + " is not on PATH");
    }
    // The keys are forty days old, and were last used ten days ago.
    serverAhead = Duration.ofDays(-40);
    world =
        new World(
            home,
            SandboxOptions.defaults()
                .withClock(serverClock())
                .withKey(World.KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci-deploy")
                .withKey(World.OTHER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "jenkins-deploy")
                .withKey(World.INVOKE_KEY, KeyType.WORKSPACE_INVOKE, null, "e2e-tests")
                .withKey(MINTING, KeyType.PERSONAL, null, "minting"));
    serverAhead = Duration.ofDays(-10);
    for (String key : List.of(World.KEY, World.OTHER_KEY, World.INVOKE_KEY)) {
      world.set(NAME, key).run("whoami");
    }
    world.unset(NAME);
    serverAhead = Duration.ZERO;
    github.hold(MODELS, NAME, World.KEY);
    github.hold(WEB, NAME, World.KEY);
    github.hold(PRODUCTION, NAME, World.KEY);
    github.holdVisible(ORGANIZATION, INVOKE_NAME, World.INVOKE_KEY, "private", List.of());
    github.rule(
        request ->
            broken && request.startsWith("PUT " + WEB) ? Reply.of(403, "not this one") : null);
    jenkins = new FakeJenkins(credential(World.OTHER_KEY), "", "team-key");
    workspace = Files.createDirectory(home.resolve("workspace"));
    artifacts = Files.createDirectory(home.resolve("artifacts"));
    Files.writeString(workspace.resolve("fleet.yaml"), fleet());
    Scripts.program(Scripts.putCommandOnPath(world).resolve("gh"), GH);
    world
        .unset("BASETEN_REMOTE_URL")
        .unset("BASETEN_MANAGEMENT_API_URL_OVERRIDE")
        .set("TMPDIR", home.toString())
        .set("GITHUB_API_URL", github.url())
        .set("GITHUB_REPOSITORY", "acme/ci")
        .set("ARTIFACTS", artifacts.toString());
  }

  @AfterEach
  void end() throws Exception {
    if (world != null) {
      // The one that the gpg of this home has started.
      Scripts.output(world, "sh", "-c", "gpgconf --kill gpg-agent || true");
      jenkins.close();
      world.close();
    }
  }

  @Test
  void theWorkflowRotatesWhatIsDueAndAnotherRunnerRevokesLater() throws Exception {
    EmulatedJob plan = job("plan");
    assertThat(plan.run()).as(plan.said()).isTrue();
    assertThat(plan.output("due")).isEqualTo("3");
    assertThat(plan.said())
        .containsPattern(
            "::notice file=fleet.yaml,line="
                + line("ci-deploy")
                + ",title=fleet plan%3A due::ci-deploy is due since ")
        .containsPattern(
            "::notice file=fleet.yaml,line="
                + line("e2e-tests")
                + ",title=fleet plan%3A due::e2e-tests is due since ")
        .containsPattern(
            "::warning file=fleet.yaml,line=5,title=fleet plan%3A drift::acme workspace-invoke"
                + " \\(.*is not in the file")
        .doesNotContain("::error", "do not tell which key they have");
    assertThat(plan.summary()).contains("Of 3 keys and 5 targets: 3 due", "| ci-deploy |");

    EmulatedJob apply = apply(plan);
    assertThat(apply.isWanted()).isTrue();
    assertThat(apply.run()).as(apply.said()).isTrue();
    assertThat(apply.said()).contains("0 rotated, 3 waiting, 0 stopped.");
    assertThat(apply.summary()).contains("has a rotation that is not at its end");
    String deploy = github.value(WEB, NAME);
    assertThat(List.of(github.value(MODELS, NAME), github.value(PRODUCTION, NAME)))
        .containsOnly(deploy);
    assertThat(deploy).isNotEqualTo(World.KEY);
    assertThat(jenkins.xml).doesNotContain(World.OTHER_KEY);
    assertAlive(true, deploy, github.value(ORGANIZATION, INVOKE_NAME));
    assertAlive(true, World.KEY, World.OTHER_KEY, World.INVOKE_KEY);
    assertThat(Files.readString(state(), StandardCharsets.ISO_8859_1))
        .doesNotContain("drain_since", deploy)
        .doesNotContainPattern(KEY_SHAPE);

    EmulatedJob nextPlan = job("plan");
    assertThat(nextPlan.run()).as(nextPlan.said()).isTrue();
    assertThat(nextPlan.output("due")).isEqualTo("3");
    EmulatedJob nextApply = apply(nextPlan).before("apply", FleetExamplesTest::aDayHasPassed);
    assertThat(nextApply.run()).as(nextApply.said()).isTrue();
    assertThat(nextApply.said()).contains("3 rotated, 0 waiting, 0 stopped.");
    assertAlive(false, World.KEY, World.OTHER_KEY, World.INVOKE_KEY);
    assertAlive(true, deploy);
    assertThat(github.visibility(ORGANIZATION, INVOKE_NAME)).isEqualTo("private[]");

    EmulatedJob last = job("plan");
    assertThat(last.run()).as(last.said()).isTrue();
    assertThat(last.output("due")).isEqualTo("0");
    assertThat(apply(last).isWanted()).isFalse();
    assertThat(plan.said() + apply.said() + nextApply.said() + last.said())
        .doesNotContainPattern(KEY_SHAPE);
  }

  @Test
  void theWorkflowFailsWhereAKeyStoppedAndKeepsWhatTheNextRunNeeds() throws Exception {
    broken = true;
    EmulatedJob apply = job("apply").with("needs.plan.outputs.due", "3");

    assertThat(apply.run()).isFalse();
    assertThat(apply.said())
        .containsPattern("acme/ci-deploy +stopped +.*github:acme/web/BASETEN_API_KEY");
    assertThat(apply.summary()).contains("ci-deploy");
    assertAlive(true, World.KEY, github.value(MODELS, NAME));

    broken = false;
    EmulatedJob next = job("apply").with("needs.plan.outputs.due", "3");
    next.before("apply", FleetExamplesTest::aDayHasPassed);
    assertThat(next.run()).as(next.said()).isTrue();
    assertThat(github.value(WEB, NAME)).isEqualTo(github.value(MODELS, NAME));
  }

  @Test
  void aStateThatSomebodyElseMadeIsRefusedAndNotReplaced() throws Exception {
    Files.createDirectory(artifacts.resolve("fleet-state"));
    Files.writeString(state(), "no state");
    EmulatedJob apply = job("apply").with("needs.plan.outputs.due", "3");

    assertThat(apply.run()).isFalse();
    assertThat(Files.readString(state())).isEqualTo("no state");
    assertThat(github.value(WEB, NAME)).isEqualTo(World.KEY);
  }

  private EmulatedJob apply(EmulatedJob plan) throws IOException {
    return job("apply").with("needs.plan.outputs.due", plan.output("due"));
  }

  private EmulatedJob job(String name) throws IOException {
    Map<?, ?> workflow =
        (Map<?, ?>)
            new Load(LoadSettings.builder().setLabel("github-fleet.yml").build())
                .loadFromString(Files.readString(EXAMPLES.resolve("github-fleet.yml")));
    return new EmulatedJob(workflow, name, home, world.environment(), workspace, artifacts)
        .with("github.token", "the-token-of-the-job")
        .with("github.repository_owner", "acme")
        .with("secrets.FLEET_STATE_PASSPHRASE", "a long random text")
        .with("secrets.BASETEN_MINTING_KEY", MINTING)
        .with("secrets.ROTATION_APP_KEY", "the App's private key")
        .with("vars.ROTATION_APP_ID", "4711")
        .with("an App's token", FakeGitHub.TOKEN)
        .with("vars.ROTATION_JENKINS_USER", "ci")
        .with("secrets.ROTATION_JENKINS_TOKEN", FakeJenkins.TOKEN);
  }

  /** The example with the addresses of this test. */
  private String fleet() throws IOException {
    String text = Files.readString(EXAMPLES.resolve("fleet.yaml"));
    assertThat(text).contains("https://app.baseten.co", "jenkins:https://ci.example.com/");
    return text.replace("https://app.baseten.co", world.url())
        .replaceAll("jenkins:https://ci\\.example\\.com/\\S+", jenkins.target());
  }

  private int line(String key) throws IOException {
    return Files.readAllLines(EXAMPLES.resolve("fleet.yaml")).indexOf("  - name: " + key) + 1;
  }

  private Path state() {
    return artifacts.resolve("fleet-state/state.tgz.gpg");
  }

  private void assertAlive(boolean alive, String... keys) {
    assertThat(keys).allMatch(key -> world.sandbox().accepts(key) == alive);
  }

  /** What the end of an overlap or the next attempt waits for began long ago. */
  private static void aDayHasPassed(Path runnerTemp) throws IOException {
    int changed = 0;
    try (Stream<Path> files = Files.walk(runnerTemp.resolve("state"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher time = TIME.matcher(Files.readString(file));
        if (time.find()) {
          Instant longAgo = Instant.parse(time.group(2)).minus(Duration.ofDays(2));
          Files.writeString(file, time.replaceAll("$1" + longAgo));
          changed++;
        }
      }
    }
    assertThat(changed).as("rotations that wait").isPositive();
  }

  private Clock serverClock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.now().plus(serverAhead);
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  private static boolean isOnPath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
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

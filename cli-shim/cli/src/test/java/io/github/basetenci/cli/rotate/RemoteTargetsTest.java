package io.github.basetenci.cli.rotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.shim.World;
import io.github.basetenci.shim.World.Run;
import io.github.basetenci.targets.github.FakeGitHub;
import io.github.basetenci.targets.github.FakeGitHub.Reply;
import io.github.basetenci.targets.jenkins.FakeJenkins;
import io.github.basetenci.testing.Fixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code keys rotate} with targets on GitHub and on a Jenkins. */
class RemoteTargetsTest {
  private static final String WEB = "/repos/acme/web/actions/secrets";
  private static final String SECRET = "github:acme/web/BASETEN_API_KEY";

  @Fixture private World world;
  @Fixture private FakeGitHub github;
  private FakeJenkins jenkins;

  @BeforeEach
  void start() throws Exception {
    github.hold(WEB, "BASETEN_API_KEY", World.KEY);
    jenkins = new FakeJenkins(credential(World.KEY), "", "team-key (prefix markerkey)");
    world
        .set("BASETEN_API_KEY", World.KEY)
        .set("MINTING", World.PERSONAL_KEY)
        .set("GH_TOKEN", FakeGitHub.TOKEN)
        .set("GITHUB_API_URL", github.url())
        .set("JENKINS_USER_ID", "ci")
        .set("JENKINS_API_TOKEN", FakeJenkins.TOKEN);
  }

  @AfterEach
  void stop() throws Exception {
    jenkins.close();
  }

  @Test
  void aRotationReachesGitHubAndJenkins() {
    Run run = rotate("--target", SECRET, "--target", jenkins.target(), "--overlap", "0s");

    assertThat(run.code()).as(run.err()).isZero();
    String newKey = github.value(WEB, "BASETEN_API_KEY");
    assertThat(world.sandbox().accepts(newKey)).isTrue();
    assertThat(world.sandbox().accepts(World.KEY)).isFalse();
    assertThat(jenkins.xml).isEqualTo(credential(newKey));
  }

  @Test
  void aRefusedTargetStopsTheRotationBeforeAKeyIsMade() {
    Run run = rotate("--target", SECRET, "--target", "github:acme/web/BASETEN_API_KYE");

    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("the token sees no secret BASETEN_API_KYE in acme/web");
    assertThat(world.sandbox().requests()).noneMatch(request -> request.method().equals("POST"));
  }

  @Test
  void noTokenIsShown() {
    github.rule(r -> Reply.of(403, "no " + FakeGitHub.TOKEN));

    Run run = rotate("--target", SECRET, "-v");

    assertThat(run.err()).contains("HTTP 403 (no ****)");
    assertThat(run.err() + run.out()).doesNotContain(FakeGitHub.TOKEN, FakeJenkins.TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GH_TOKEN | github:acme/web/KEY | a target of GitHub needs a token that may write secrets; set GH_TOKEN",
        "JENKINS_API_TOKEN | jenkins:https://h/credentials/store/s/domain/d/credential/i | a target of Jenkins needs a user with an API token; set JENKINS_API_TOKEN",
        "JENKINS_USER_ID | jenkins:https://h/credentials/store/s/domain/d/credential/i | a target of Jenkins needs a user with an API token; set JENKINS_USER_ID",
      })
  void aMissingVariableIsNamed(String variable, String target, String message) {
    world.unset(variable);

    assertUsage(rotate("--target", target), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github:acme | The target github:acme lacks the repository; write github:OWNER/REPOSITORY/NAME",
        "jenkins:http://ci.example.com/x | The target jenkins:http://ci.example.com/x cannot be used",
        "gitlab:x | --target is none of trussrc:REMOTE, profile:NAME, file:PATH, command:SHELL COMMAND, github:OWNER/REPOSITORY/NAME, jenkins:URL",
      })
  void aTargetThatNamesNothingIsAUsageError(String target, String message) {
    assertUsage(rotate("--target", target), message);
  }

  @Test
  void aTokenThatCannotBeOneIsNotShown() {
    world.set("GH_TOKEN", "two words");

    assertUsage(
        rotate("--target", SECRET),
        "a target of GitHub needs a token that may write secrets, and GH_TOKEN holds none: its"
            + " value contains a blank");
  }

  private static void assertUsage(Run run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.code()).isEqualTo(2);
  }

  private Run rotate(String... flags) {
    List<String> args = new ArrayList<>(List.of("keys", "rotate", "--minting-key-env", "MINTING"));
    args.addAll(List.of(flags));
    return world.run(args.toArray(String[]::new));
  }

  private static String credential(String key) {
    return """
        <io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl plugin="baseten@0.1.0">
          <scope>GLOBAL</scope>
          <id>team-key</id>
          <description></description>
          <secret>%s</secret>
        </io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl>"""
        .formatted(key);
  }
}

package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.KeylessWorld.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.SigningAlgorithm;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityShowCommandTest {
  private static final String OWNER = "claims.repository_owner_id == '12345' && ";

  @Fixture private KeylessWorld keyless;
  private World world;

  @BeforeEach
  void begin() {
    world = keyless.world();
  }

  @Test
  void itShowsEachClaimAndTheConditionAndNeverTheToken() throws Exception {
    World.Run run = world.run("identity", "show");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("Identity token from BASETEN_ID_TOKEN_FILE, ends at ")
        .contains("  iss: https://token.actions.githubusercontent.com\n")
        .contains("  aud: https://api.baseten.co\n", "  repository_id: 777\n")
        .endsWith(
            "Condition of a trust rule for the jobs on this branch or tag:\n  "
                + OWNER
                + "claims.sub == 'repo:acme/models:ref:refs/heads/main'\n"
                + "The same, if the repository had the other form of subjects:\n  "
                + OWNER
                + "claims.sub == 'repo:acme@12345/models@777:ref:refs/heads/main'\n");
    String token = Files.readString(keyless.file());
    assertThat(run.out() + run.err())
        .doesNotContain(token, token.substring(token.lastIndexOf('.') + 1));
    assertThat(world.sandbox().requests()).isEmpty();
  }

  /** The condition that is shown is one that the trust rule of the sandbox has. */
  @Test
  void theConditionIsThatOfTheRuleThatAcceptsTheJob() {
    assertThat(json()).contains("\"condition\": \"" + KeylessWorld.CONDITION + "\"");
    assertThat(world.run("login", "--trust-rule", KeylessWorld.RULE).code()).isZero();
  }

  @Test
  void aJobInAnEnvironmentIsPinnedByIt() throws Exception {
    keyless.is(JOB.inEnvironment("production"));

    assertThat(json())
        .contains("\"for\": \"environment\"")
        .contains(OWNER + "claims.sub == 'repo:acme/models:environment:production'")
        .contains(OWNER + "claims.sub == 'repo:acme@12345/models@777:environment:production'");
  }

  @Test
  void theNewFormComesFirstWhereTheTokenHasIt() throws Exception {
    keyless.is(JOB.withImmutableSubject());

    assertThat(json())
        .contains(
            "\"condition\": \""
                + OWNER
                + "claims.sub == 'repo:acme@12345/models@777:ref:refs/heads/main'\"");
  }

  @Test
  void theWholeRepositorySaysWhomItLetsIn() {
    World.Run run = world.run("identity", "show", "--for", "repository");

    assertThat(run.out()).contains("claims.sub.startsWith('repo:acme/models:')");
    assertThat(run.err())
        .contains("this condition lets in every branch, tag, pull request and environment");
    assertThat(world.run("identity", "show").err()).doesNotContain("lets in");
  }

  @Test
  void aJobIsPinnedByItsWorkflowFileToo() {
    assertThat(world.run("identity", "show", "--for", "job").out())
        .contains(
            "claims.job_workflow_ref == 'acme/models/.github/workflows/deploy.yml@refs/heads/");
  }

  @ParameterizedTest
  @CsvSource({
    "environment, 2, this job runs in no environment",
    "branch, 2, '--for is none of job, ref, environment or repository'"
  })
  void aScopeThatIsNotThereIsAnError(String scope, int code, String sentence) {
    World.Run run = world.run("identity", "show", "--for", scope);

    assertThat(run.code()).isEqualTo(code);
    assertThat(run.err()).contains(sentence);
  }

  @Test
  void anotherIssuerHasItsSubjectAlone() throws Exception {
    TestIssuer cloud =
        TestIssuer.of("https://cloud.example", SigningAlgorithm.ES256, Clock.systemUTC());
    keyless.hasToken(
        cloud.token(KeylessWorld.AUDIENCE).with(Map.of("sub", "arn:aws:iam::1:role/ci")).sign());

    World.Run run = world.run("identity", "show");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("claims.sub == 'arn:aws:iam::1:role/ci'\n")
        .doesNotContain("other form");
  }

  @Test
  void aHostileClaimIsNoCommand() throws Exception {
    keyless.hasToken(
        KeylessWorld.ISSUER
            .token(JOB, KeylessWorld.AUDIENCE)
            .with(
                Map.of(
                    "actor", "me\n::add-mask::x\u001b[2J",
                    "::set-output name=a::b", "c",
                    "##vso[task.setvariable]", "d"))
            .sign());

    World.Run run = world.run("identity", "show");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(String::strip))
        .noneMatch(line -> line.startsWith("::") || line.startsWith("##"));
    assertThat(run.out()).doesNotContain("\u001b");
  }

  @Test
  void aTokenForSomebodyElseIsShownWithAWarning() throws Exception {
    keyless.hasToken(KeylessWorld.ISSUER.token(JOB, "sts.amazonaws.com").sign());

    World.Run run = world.run("identity", "show");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("  aud: sts.amazonaws.com\n");
    assertThat(run.err()).contains("not for 'https://api.baseten.co'; it was not sent");
  }

  /** JSON as Go writes it has the ampersand as an escape. */
  private String json() {
    return world.run("identity", "show", "-o", "json").out().replace("\\u0026", "&");
  }

  @Test
  void aJobWithoutAnIdentityHasNothingToShow() {
    world.unset("BASETEN_ID_TOKEN_FILE");

    World.Run run = world.run("identity", "show");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("this job has no identity token; ");
  }
}

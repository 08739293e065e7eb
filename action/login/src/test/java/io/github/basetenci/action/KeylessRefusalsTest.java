package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static io.github.basetenci.action.KeylessWorld.AUDIENCE;
import static io.github.basetenci.action.KeylessWorld.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.ExchangeOptions;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SigningAlgorithm;
import io.github.basetenci.sandbox.TestIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failures that users of identities meet most often, each with its sentence in the log. */
class KeylessRefusalsTest {
  private static final String REFUSED =
      "Baseten refused the identity token from github for the trust rule abcd1234 (invalid_grant)";

  @TempDir Path directory;
  private KeylessWorld world;

  @BeforeEach
  void begin() throws IOException {
    world = new KeylessWorld(Files.createDirectory(directory.resolve("world")));
  }

  @AfterEach
  void end() throws IOException {
    world.close();
  }

  @Test
  void aJobWithoutThePermissionIsToldTheLinesAndOfCalledWorkflows() throws IOException {
    world.job().mayNotAskForIdentity();

    refuses(
        world.login(),
        "this job has no permission to get an identity token from GitHub; add 'permissions:"
            + " id-token: write' to the job, and where this is a reusable workflow, to the job that"
            + " calls it too",
        "permissions:\n  id-token: write");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aRunForAForkIsToldSo() throws IOException {
    world
        .job()
        .mayNotAskForIdentity()
        .event(
            "pull_request",
            "mallory",
            "{\"pull_request\": {\"head\": {\"repo\": {\"full_name\": \"mallory/models\"}}}}");

    refuses(
        world.login(),
        "GitHub gives no identity token to pull requests from forks, and this run is for one from"
            + " the fork mallory/models; skip the job there",
        "if: github.event.pull_request.head.repo.full_name == github.repository");
  }

  @Test
  void theNewFormOfTheSubjectIsSaidWithTheConditionThatFits() throws IOException {
    world.github().setJob(JOB.withImmutableSubject());

    refuses(
        world.login(),
        REFUSED,
        "sub: repo:acme@12345/models@67890:ref:refs/heads/main",
        "the repository has the new form of subjects, with the ids of owner and repository",
        "claims.repository_owner_id == '12345' && claims.sub =="
            + " 'repo:acme@12345/models@67890:ref:refs/heads/main'");
  }

  @Test
  void theEnvironmentInTheSubjectIsSaid() throws IOException {
    world.github().setJob(JOB.inEnvironment("production"));

    refuses(
        world.login(),
        REFUSED,
        "the job runs in the environment 'production', so the subject ends with"
            + " environment:production and names no branch",
        "claims.sub == 'repo:acme/models:environment:production'");
  }

  @Test
  void thePullRequestInTheSubjectIsSaid() throws IOException {
    world.github().setJob(JOB.onPullRequest(7));

    refuses(world.login(), REFUSED, "so the subject ends with pull_request and names no branch");
  }

  @ParameterizedTest
  @CsvSource({"https://api.baseten.co,abcd1234", "https://api.baseten.co,something"})
  void swappedRuleAndAudienceAreSaidBeforeAnyCall(String rule, String audience) throws IOException {
    Stage main = world.login("trust-rule", rule, "audience", audience);

    refuses(main, "the trust rule");
    assertThat(world.github().requests()).isEmpty();
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void anotherAudienceThanThatOfTheRuleIsSaidWithBoth() throws IOException {
    refuses(
        world.login("audience", "https://app.baseten.co"),
        REFUSED,
        "aud: https://app.baseten.co",
        "may want another audience");
  }

  @Test
  void theLettersOfAnotherRepositoryAreShownAsTheyAre() throws IOException {
    world.github().setJob(io.github.basetenci.sandbox.GitHubJob.of("Acme/models"));

    refuses(world.login(), REFUSED, "sub: repo:Acme/models:", "case sensitive");
  }

  @Test
  void aTokenThatIsOverIsNotSent() throws IOException {
    TestIssuer late =
        TestIssuer.github(Clock.fixed(Instant.now().minusSeconds(900), ZoneOffset.UTC));
    answers(late.token(JOB, AUDIENCE).sign());

    refuses(
        world.login(),
        "the identity token from github expired ",
        " s ago by the clock of this machine; it was not sent");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aTokenServiceThatDoesNotAnswerIsSaidWithTheAttempts() throws IOException {
    world.github().fault(Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/idtoken/").times(100));

    refuses(world.login(), "GitHub's token service did not answer after 11 attempts: ");
  }

  @Test
  void theIssuerOfAnotherGitHubIsSaid() throws IOException {
    TestIssuer enterprise =
        TestIssuer.of(
            "https://github.acme.example/_services/token",
            SigningAlgorithm.RS256,
            Clock.systemUTC());
    answers(enterprise.token(JOB, AUDIENCE).sign());

    refuses(
        world.login(),
        REFUSED,
        "the token's issuer is https://github.acme.example/_services/token, and Baseten's provider"
            + " for GitHub expects https://token.actions.githubusercontent.com");
  }

  @Test
  void aClockThatIsWrongIsSaid() throws IOException {
    TestIssuer ahead =
        TestIssuer.github(Clock.fixed(Instant.now().plusSeconds(3000), ZoneOffset.UTC));
    answers(ahead.token(JOB, AUDIENCE).sign());

    refuses(world.login(), REFUSED, "s in the future by the clock of this machine");
  }

  @Test
  void aRuleThatWasJustChangedIsMentioned() throws IOException {
    refuses(
        world.login("trust-rule", "wxyz9876"),
        "for the trust rule wxyz9876 (invalid_grant)",
        "the rule wxyz9876 may not exist",
        "a rule that was changed may need some minutes");
  }

  @Test
  void anAccountThatIsSwitchedOffIsMentioned() throws IOException {
    world.sandbox().disableServiceAccount("deploy");

    refuses(world.login(), REFUSED, "service account may be switched off");
  }

  @Test
  void anOrganizationWithoutWorkloadIdentityIsMentioned() throws IOException {
    world.close();
    world =
        new KeylessWorld(
            Files.createDirectory(directory.resolve("off")),
            JOB,
            SandboxOptions.defaults().withExchange(ExchangeOptions.defaults().withEnabled(false)));

    refuses(world.login(), REFUSED, "workload identity may not be switched on");
  }

  @Test
  void aLifeThatIsTooShortForTrussIsRefusedWithTheReason() throws IOException {
    refuses(world.login("token-lifetime", "120"), "120 s is too short for truss", "last 60 s");
    assertThat(world.github().requests()).isEmpty();

    assertThat(world.login("token-lifetime", "120", "export", "env").code()).isZero();
  }

  @Test
  void aRuleThatGivesTooShortALifeIsRefusedWithTheReason() throws IOException {
    world.close();
    world =
        new KeylessWorld(
            Files.createDirectory(directory.resolve("short")),
            JOB,
            SandboxOptions.defaults()
                .withTrustRule(
                    KeylessWorld.rule("short", JOB, Duration.ofSeconds(120)).withId("shrt1234")));

    refuses(world.login("trust-rule", "shrt1234"), "s is too short for truss");
  }

  @ParameterizedTest
  @CsvSource({
    "api-key, trust-rule and api-key exclude each other; remove one of them",
    "minting-api-key, minting-api-key goes with ephemeral: true alone",
    "ephemeral, trust-rule and ephemeral: true exclude each other",
    "require-key-type, require-key-type goes with a key; remove it beside trust-rule"
  })
  void whatBelongsToKeysIsRefusedBesideATrustRule(String input, String sentence)
      throws IOException {
    Map<String, String> values =
        Map.of(
            "api-key",
            KEY,
            "minting-api-key",
            MINTING_KEY,
            "ephemeral",
            "true",
            "require-key-type",
            "WORKSPACE_MANAGE_ALL");

    refuses(world.login(input, values.get(input)), sentence);
    assertThat(world.github().requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "audience, https://api.baseten.co, audience goes with a trust rule; name one with trust-rule",
    "token-lifetime, 600, token-lifetime goes with a trust rule; name one with trust-rule",
  })
  void whatBelongsToATrustRuleIsRefusedWithoutOne(String input, String value, String sentence)
      throws IOException {
    refuses(world.login("trust-rule", "-", "audience", "", "api-key", KEY, input, value), sentence);
  }

  @ParameterizedTest
  @CsvSource({"0", "1e3", "4000", "an hour"})
  void aLifeThatIsNoNumberOfSecondsIsRefused(String text) throws IOException {
    refuses(
        world.login("token-lifetime", text),
        "token-lifetime must be a whole number from 1 to 3600");
  }

  @Test
  void twoIdentitiesOfOneJobAreRefusedWithBothNames() throws IOException {
    world.job().set("BASETEN_ID_TOKEN_FILE", "/somewhere");

    refuses(
        world.login(),
        "this job has more than one identity token: BASETEN_ID_TOKEN_FILE and github");
  }

  @Test
  void hostileClaimsReachTheLogAsNoCommand() throws IOException {
    String hostile = "x\n::set-env name=PATH::/tmp\r::warning::a%0A::stop-commands::b\u001b[2J";
    TestIssuer issuer = TestIssuer.github(Clock.systemUTC());
    answers(
        issuer
            .token(JOB, AUDIENCE)
            .with("sub", "repo:acme/models:environment:" + hostile)
            .with("environment", hostile)
            .with("iss", hostile)
            .with("ref", List.of(hostile, hostile))
            .with("job_workflow_ref", Map.of("x", hostile))
            .sign());

    Stage main = world.login();

    refuses(main, REFUSED);
    assertThat(main.commands())
        .extracting(command -> command.name())
        .containsOnly("add-mask", "debug", "error");
    assertThat(main.text()).doesNotContain("\u001b", "\r");
    assertThat(world.sandbox().tokens()).isEmpty();
  }

  @Test
  void anotherWorkspaceIsRefused() throws IOException {
    refuses(
        world.login("expect-workspace", "other"),
        "the access token belongs to workspace 'acme', not to 'other'");
  }

  @Test
  void aKeyThatIsWithheldFromDependabotIsNotReplacedByARuleOfAVariable() throws IOException {
    world
        .job()
        .set("BASETEN_TRUST_RULE", KeylessWorld.RULE)
        .set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE)
        .event("pull_request", "dependabot[bot]", "{}");

    refuses(
        world.login("trust-rule", "-", "audience", "", "api-key", ""),
        "api-key is empty, because Dependabot started this run");
    assertThat(world.github().requests()).isEmpty();
  }

  @Test
  void anEmptyRuleIsNoLoginWithAKeyOfTheJob() throws IOException {
    world.job().set("BASETEN_API_KEY", KEY).set("BASETEN_TRUST_RULE", KeylessWorld.RULE);

    refuses(
        world.login("trust-rule", ""),
        "trust-rule is empty: this job sees no variable or secret of the name that the workflow"
            + " gives; correct the name, or remove trust-rule");
    assertThat(world.github().requests()).isEmpty();
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aKeyInPlaceOfARuleIsRefusedAndNotShown() throws IOException {
    Stage main = world.login("trust-rule", KEY);

    refuses(main, "trust-rule holds a key where a name belongs");
    assertThat(main.text()).doesNotContain(KEY);
  }

  /** Lets GitHub's token service give this token, once. */
  private void answers(String token) {
    world.github().fault(Fault.status("GET", "/idtoken/", 200, "{\"value\":\"" + token + "\"}"));
  }

  /** Fails with one error that has these words, and leaves nothing for later steps. */
  private void refuses(Stage main, String... words) throws IOException {
    assertThat(main.code()).as(main.text()).isOne();
    assertThat(main.said("error")).singleElement().asString().contains(words);
    assertThat(main.variables()).isEmpty();
    assertThat(main.outputs()).isEmpty();
    assertThat(world.left()).isEmpty();
    for (String secret : world.secrets()) {
      assertThat(main.text().lines().filter(line -> !line.startsWith("::add-mask::")))
          .noneMatch(line -> line.contains(secret));
    }
  }
}

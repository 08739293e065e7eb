package io.github.basetenci.shim.auth;

import static io.github.basetenci.shim.KeylessWorld.AUDIENCE;
import static io.github.basetenci.shim.KeylessWorld.JOB;
import static io.github.basetenci.shim.KeylessWorld.RULE;
import static io.github.basetenci.shim.World.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.ExchangeOptions;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.KeylessWorld;
import io.github.basetenci.shim.World;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code auth login} without a key, and what status, whoami, doctor and logout make of it. */
class LoginWithIdentityTest {
  @Fixture private KeylessWorld keyless;
  private World world;

  @BeforeEach
  void begin() {
    world = keyless.world();
  }

  @Test
  void theTokenIsWrittenToBothFilesAndNothingOfItIsShown() throws Exception {
    World.Run run = world.run("auth", "login", "--trust-rule", RULE, "-o", "json");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.read(world.trussrc()))
        .startsWith("[baseten]\nremote_provider = baseten\n")
        .contains("auth_type = oauth\noauth_access_token = ", "\noauth_refresh_token = none\n");
    assertThat(world.read(world.authJson()))
        .contains(
            "\"current\": \"baseten\"", "\"auth_type\": \"oauth\"", "\"refresh_token\": \"\"");
    assertThat(run.out())
        .contains("\"key_prefix\": \"\"", "\"verified\": true", "\"workspace_name\": \"acme\"")
        .contains("\"source\": \"trust rule abcd1234, identity from BASETEN_ID_TOKEN_FILE\"")
        .containsPattern("\"expires_at\": \"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");
    assertNoToken(run);
    assertThat(world.sandbox().requests())
        .extracting(RequestEntry::path)
        .containsExactly("/v1/auth/token", "/v1/users/me", "/graphql/");
  }

  @Test
  void theTextSaysUntilWhenItLasts() {
    assertThat(login().out())
        .matches("Logged in with an access token until \\S+Z \\(acme\\) as profile baseten\n");
  }

  @Test
  void theVariableGoesBeforeAKeyOfAVariable() throws Exception {
    world.set("BASETEN_TRUST_RULE", RULE).set("BASETEN_API_KEY", KEY);

    World.Run run = world.run("auth", "login");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            "BASETEN_API_KEY is set aside: BASETEN_TRUST_RULE asks for a login without a key.")
        .contains("BASETEN_API_KEY is set: baseten uses it, and not this login, until it is unset");
    assertThat(world.read(world.trussrc())).contains("auth_type = oauth").doesNotContain(KEY);
  }

  @Test
  void anIdentityThatCannotBeHadIsNoReasonToTakeTheKey() throws Exception {
    world.set("BASETEN_API_KEY", KEY).set("BASETEN_TRUST_RULE", RULE);
    Files.delete(keyless.file());

    World.Run run = world.run("auth", "login");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .endsWith(
            "the file of the identity token "
                + keyless.file()
                + " (from BASETEN_ID_TOKEN_FILE) does not exist\n");
    assertNothingWritten();
  }

  @ParameterizedTest
  @CsvSource({
    "--api-key-stdin, '', --trust-rule and --api-key-stdin are mutually exclusive",
    "--api-key-env, MINE, --trust-rule and --api-key-env are mutually exclusive",
    "--label, me, '--label goes with a key: baseten 0.1, which reads it, knows no access token'",
    "--token-lifetime, 30, 'the lifetime of an access token is 60 to 3600 seconds, not 30'",
    "--id-token-source, jenkins, '--id-token-source is none of github, azure-devops, bitbucket,"
        + " circleci, gcp, azure or aws'",
    "--id-token-command, ' ', '--id-token-command names no program; give the program and its"
        + " arguments'",
    "--id-token-env, NONE, '--id-token-env names a variable that is not set or empty; pass the"
        + " variable''s name, not the token'"
  })
  void whatDoesNotGoTogetherIsAUsageError(String flag, String value, String sentence)
      throws Exception {
    List<String> line =
        value.isEmpty()
            ? List.of("auth", "login", "--trust-rule", RULE, flag)
            : List.of("auth", "login", "--trust-rule", RULE, flag, value);

    World.Run run = world.run(line.toArray(String[]::new));

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
    assertNothingWritten();
  }

  @Test
  void flagsOfAnIdentityNeedATrustRule() {
    assertUsage("--audience goes with a trust rule; name one with --trust-rule", "--audience", "x");
    assertUsage(
        "--id-token-env goes with a trust rule; name one with --trust-rule",
        "--id-token-env",
        "BASETEN_ID_TOKEN");
  }

  @Test
  void twoSourcesOfTheTokenAreAUsageError() {
    assertUsage(
        "--id-token-file and --id-token-stdin are mutually exclusive",
        "--trust-rule",
        RULE,
        "--id-token-file",
        "f",
        "--id-token-stdin");
    world.set("BASETEN_ID_TOKEN", KeylessWorld.token(JOB));
    assertUsage(
        "this job has more than one identity token: BASETEN_ID_TOKEN_FILE and BASETEN_ID_TOKEN;"
            + " name one with --id-token-source, --id-token-file or --id-token-env",
        "--trust-rule",
        RULE);
  }

  @Test
  void swappedPartsAreFoundBeforeAnyCall() {
    assertUsage(
        "the id of the trust rule and the audience are swapped: the audience 'abcd1234' looks like"
            + " the id of a rule",
        "--trust-rule",
        AUDIENCE,
        "--audience",
        RULE);
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aTokenInPlaceOfItsFileIsNotShown() {
    String token = KeylessWorld.token(JOB);
    World.Run run = world.run("auth", "login", "--trust-rule", RULE, "--id-token-file", token);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("--id-token-file is given a token; pass the name of its file\n");
  }

  @Test
  void noIdentityIsASentenceThatNamesWhereOneComesFrom() {
    world.unset("BASETEN_ID_TOKEN_FILE");
    World.Run run = login();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("this job has no identity token; on GitHub give it ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--id-token-stdin", "--id-token-env", "--id-token-file"})
  void theTokenComesFromWhereTheFlagSays(String flag) throws Exception {
    String token = KeylessWorld.token(JOB);
    world.unset("BASETEN_ID_TOKEN_FILE").set("MINE", token);
    Files.writeString(world.home().resolve("mine"), token + "\n");
    String[] line =
        switch (flag) {
          case "--id-token-stdin" -> new String[] {"auth", "login", "--trust-rule", RULE, flag};
          case "--id-token-env" ->
              new String[] {"auth", "login", "--trust-rule", RULE, flag, "MINE"};
          default -> new String[] {"auth", "login", "--trust-rule", RULE, flag, "mine"};
        };

    World.Run run = world.runWithInput(token + "\n", line);

    assertThat(run.code()).as(run.err()).isZero();
    assertNoToken(run);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 'the command from --id-token-command ended with exit code 1 instead of printing an"
        + " identity token; run it by hand to see why'",
    "no-such-program-here, 'the command from --id-token-command cannot be run: no program of the"
        + " name that its first word gives can be started'",
    "echo hunter2, 'the identity token from the command from --id-token-command is no JSON web"
        + " token'"
  })
  void aProgramThatGivesNoTokenIsOneSentence(String program, String sentence) {
    World.Run run = world.run("auth", "login", "--trust-rule", RULE, "--id-token-command", program);

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains(sentence).doesNotContain("hunter2", "no-such-program");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aRefusalIsOneSentenceWithWhatIsKnown() throws Exception {
    keyless.is(JOB.onBranch("feature"));

    World.Run run = login();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err().lines().filter(line -> !line.startsWith("Management calls")))
        .startsWith(
            "Baseten refused the identity token from BASETEN_ID_TOKEN_FILE for the trust rule"
                + " abcd1234 (invalid_grant)",
            "The identity token says:",
            "  iss: https://token.actions.githubusercontent.com",
            "  aud: https://api.baseten.co",
            "  sub: repo:acme/models:ref:refs/heads/feature")
        .contains("Possible causes:");
    assertNothingWritten();
  }

  @Test
  void theNewFormOfTheSubjectIsTheFirstCause() throws Exception {
    keyless.is(JOB.withImmutableSubject());
    assertThat(firstCause(login()))
        .contains("new form of subjects", "repo:acme@12345/models@777:ref:refs/heads/main");
  }

  @Test
  void anEnvironmentIsTheFirstCause() throws Exception {
    keyless.is(JOB.inEnvironment("production"));
    assertThat(firstCause(login())).contains("the subject ends with environment:production");
  }

  @Test
  void aPullRequestIsTheFirstCause() throws Exception {
    keyless.is(JOB.onPullRequest(7));
    assertThat(firstCause(login())).contains("the subject ends with pull_request");
  }

  @Test
  void anIssuerOfEnterpriseServerIsTheFirstCause() throws Exception {
    keyless.hasToken(
        KeylessWorld.ISSUER
            .token(JOB, AUDIENCE)
            .with(Map.of("iss", "https://ghe.example.com/_services/token"))
            .sign());
    assertThat(firstCause(login())).contains("https://ghe.example.com/_services/token");
  }

  @Test
  void anotherCaseOfTheRepositoryIsShownAsItIs() throws Exception {
    keyless.is(io.github.basetenci.sandbox.GitHubJob.of("Acme/models").withIds("12345", "777"));
    assertThat(login().err())
        .contains("  sub: repo:Acme/models:ref:refs/heads/main")
        .contains("which are case sensitive");
  }

  @Test
  void anotherAudienceIsFoundBeforeTheTokenIsSent() throws Exception {
    World.Run run =
        world.run("auth", "login", "--trust-rule", RULE, "--audience", "https://other.example");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "the identity token from BASETEN_ID_TOKEN_FILE is for the audience"
                + " 'https://api.baseten.co', not for 'https://other.example'; it was not sent");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aTokenThatHasEndedIsNotSent() throws Exception {
    keyless.hasToken(
        KeylessWorld.ISSUER
            .token(JOB, AUDIENCE)
            .issued(Instant.now().minus(Duration.ofHours(1)))
            .sign());

    World.Run run = login();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(" s ago by the clock of this machine; it was not sent");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  @Test
  void aClockThatIsBehindIsSaid() throws Exception {
    world.clockAhead(Duration.ofMinutes(-5));

    assertThat(login().err()).contains("begins in the future by the clock of this machine");
  }

  @Test
  void theFaultsOfTheExchangeAreOneSentenceAndNothingIsWritten() throws Exception {
    Map<Fault, Integer> faults =
        Map.of(
            Fault.status("POST", "/v1/auth/token", 400, "{\"error\":\"invalid_request\"}"), 5,
            Fault.status("POST", "/v1/auth/token", 401, "{}"), 3,
            Fault.status("POST", "/v1/auth/token", 403, "{}"), 3,
            Fault.status("POST", "/v1/auth/token", 404, "{}"), 4,
            Fault.status("POST", "/v1/auth/token", 429, "{}").times(99), 5,
            Fault.status("POST", "/v1/auth/token", 500, "{}").times(99), 6,
            Fault.status("POST", "/v1/auth/token", 200, "no json"), 1,
            Fault.status(
                    "POST", "/v1/auth/token", 200, "{\"access_token\":\"x\",\"expires_in\":0}"),
                1,
            Fault.of(Fault.Kind.CUT_BEFORE, "POST", "/v1/auth/token"), 1,
            Fault.of(Fault.Kind.CUT_BODY, "POST", "/v1/auth/token"), 1);
    for (Map.Entry<Fault, Integer> each : faults.entrySet()) {
      world.sandbox().fault(each.getKey());

      World.Run run = login();

      assertThat(run.code()).as(each.getKey() + run.err()).isEqualTo(each.getValue());
      assertThat(run.err().lines().filter(line -> !line.startsWith(" ")).filter(this::isFailure))
          .as(run.err())
          .hasSize(1);
      assertNothingWritten();
      world.sandbox().clearFaults();
    }
  }

  private boolean isFailure(String line) {
    return !line.startsWith("Management calls")
        && !line.equals("The identity token says:")
        && !line.equals("Possible causes:")
        && !line.equals("A trust rule that lets this job in has the condition:");
  }

  @Test
  void anAccessTokenThatIsRefusedIsNotWritten() throws Exception {
    world.sandbox().fault(Fault.status("GET", "/v1/users/me", 401, "{}"));

    World.Run run = login();

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("refused the access token for GET /v1/users/me (HTTP 401)")
        .contains("; the token has ended, or its service account is switched off");
    assertNothingWritten();
  }

  @Test
  void aLifeTooShortForTrussIsRefusedBeforeTheExchange() throws Exception {
    World.Run run = world.run("auth", "login", "--trust-rule", RULE, "--token-lifetime", "120");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("an access token that lives 120 s is too short for truss");
    assertThat(world.sandbox().requests()).isEmpty();
    assertThat(
            world
                .run(
                    "auth",
                    "login",
                    "--trust-rule",
                    RULE,
                    "--token-lifetime",
                    "120",
                    "--store",
                    "baseten")
                .code())
        .isZero();
  }

  @Test
  void aRuleThatAllowsTooShortALifeIsRefusedToo(@TempDir Path home) throws Exception {
    try (World other = new World(home, KeylessWorld.options(Duration.ofMinutes(2)))) {
      other.set("BASETEN_TRUST_RULE_AUDIENCE", AUDIENCE);
      other.set("BASETEN_ID_TOKEN", KeylessWorld.token(JOB));

      World.Run run = other.run("auth", "login", "--trust-rule", RULE);

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains("is too short for truss, which uses none in its last 60 s");
      assertThat(other.trussrc()).doesNotExist();
    }
  }

  @Test
  void graphqlThatRefusesTokensIsAWarningThatNamesTruss(@TempDir Path home) throws Exception {
    try (KeylessWorld other =
        new KeylessWorld(
            home,
            options -> options.withExchange(ExchangeOptions.defaults().withTakesGraphql(false)))) {
      World.Run run = other.world().run("auth", "login", "--trust-rule", RULE);

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err()).contains("truss cannot use this login, since GraphQL of 127.0.0.1");
    }
  }

  @Test
  void whereManagementCallsGoIsSaidOnce(@TempDir Path home) throws Exception {
    try (KeylessWorld other = new KeylessWorld(home)) {
      World.Run run = other.world().run("auth", "login", "--trust-rule", RULE);

      assertThat(run.err().lines().filter(line -> line.startsWith("Management calls go to ")))
          .hasSize(1);
    }
  }

  @Test
  void aTokenOfAnotherServerIsNotShownToTheServerOfTruss(@TempDir Path home) throws Exception {
    try (KeylessWorld other = new KeylessWorld(home);
        Sandbox server = Sandbox.start(SandboxOptions.defaults())) {
      // The exchange goes to the sandbox that the world's variable names.
      World.Run run =
          other
              .world()
              .run(
                  "auth",
                  "login",
                  "--trust-rule",
                  RULE,
                  "--remote-url",
                  "http://localhost:" + server.url().getPort());

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anAccountWithoutManagementRightsIsLoggedInWithAWarning(@TempDir Path home) throws Exception {
    try (KeylessWorld other =
        new KeylessWorld(
            home,
            options ->
                options.withServiceAccount(
                    "ci-deployer", KeyType.WORKSPACE_INVOKE, Sandbox.DEFAULT_TEAM))) {
      World.Run run = other.world().run("auth", "login", "--trust-rule", RULE);

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err()).contains("the access token is valid but has no management rights");
    }
  }

  @Test
  void anotherWorkspaceIsRefused() throws Exception {
    World.Run run = world.run("auth", "login", "--trust-rule", RULE, "--expect-workspace", "other");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "the access token belongs to workspace 'acme', not to 'other'; check which trust rule"
                + " this job names");
    assertNothingWritten();
  }

  @Test
  void statusShowsTheTimeThatIsLeftAndWhoamiWorks() throws Exception {
    login();

    World.Run text = world.run("auth", "status");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).containsPattern("  Access token: ends at \\S+Z, in (59|60) min\n");
    World.Run json = world.run("auth", "status", "-o", "json", "--verify");
    assertThat(json.out()).contains("\"auth_type\": \"oauth\"", "\"workspace_name\": \"acme\"");
    assertThat(json.out().split("\"expires_at\"", -1)).hasSize(4);
    assertThat(world.run("whoami").out()).contains("Workspace:  acme");
    assertNoToken(text);
    assertNoToken(json);
  }

  @Test
  void aTokenThatHasEndedSaysToLogInAgain() throws Exception {
    login();
    world.clockAhead(Duration.ofHours(2));

    for (List<String> line : List.of(List.of("whoami"), List.of("auth", "status"))) {
      World.Run run = world.run(line.toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.err())
          .containsPattern(
              "the access token of profile 'baseten' ended at \\S+Z and cannot be renewed; log in"
                  + " again");
    }
  }

  @Test
  void aFixedEndIsNoFaultForTheDoctorUntilItIsReached() throws Exception {
    login();

    World.Run before = world.run("doctor");
    assertThat(before.out())
        .containsPattern("oauth, access token ends at \\S+Z, in (59|60) min")
        .doesNotContain("oauth-expired");
    world.clockAhead(Duration.ofHours(2));
    assertThat(world.run("doctor").out())
        .contains("oauth-expired")
        .contains("Log in again, with 'baseten-ci auth login' if a trust rule gave it.");
  }

  @Test
  void logoutRemovesItAndRevokesNothing() throws Exception {
    login();
    int before = world.sandbox().requests().size();

    World.Run run = world.run("auth", "logout", "--revoke-key");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .containsPattern("The access token of profile 'baseten' cannot be revoked; it ends at ");
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
    assertThat(world.sandbox().requests()).hasSize(before);
  }

  @Test
  void logoutFindsTheOtherFileByTheTokenToo() throws Exception {
    world.run("auth", "login", "--trust-rule", RULE, "--remote", "one", "--profile", "two");

    World.Run run = world.run("auth", "logout", "--profile", "two");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aTokenThatIsNoneIsOneSentence(Damage damage) throws Exception {
    keyless.hasToken(damage.text);

    World.Run run = login();

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains(").\nthe identity token from BASETEN_ID_TOKEN_FILE ")
        .doesNotContain("Exception");
    assertThat(world.sandbox().requests()).isEmpty();
  }

  private enum Damage {
    EMPTY(""),
    WORD("token"),
    KEY_TEXT("abcdefgh.0123456789012345678901234567890"),
    NO_JSON("e30.eHg.c2ln"),
    LIST("e30.W10.c2ln");

    private final String text;

    Damage(String text) {
      this.text = text;
    }
  }

  private World.Run login() {
    return world.run("auth", "login", "--trust-rule", RULE);
  }

  private void assertUsage(String sentence, String... args) {
    String[] line = new String[args.length + 2];
    line[0] = "auth";
    line[1] = "login";
    System.arraycopy(args, 0, line, 2, args.length);
    World.Run run = world.run(line);

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).isEqualTo(sentence + "\n");
  }

  private static String firstCause(World.Run run) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    return run.err().lines().filter(line -> line.startsWith("  - ")).findFirst().orElseThrow();
  }

  private void assertNothingWritten() {
    assertThat(world.trussrc()).doesNotExist();
    assertThat(world.authJson()).doesNotExist();
  }

  /** Neither the identity token nor what was written is in the output. */
  private void assertNoToken(World.Run run) throws IOException {
    String identity = Files.readString(keyless.file());
    String stored =
        world
            .read(world.trussrc())
            .replaceFirst("(?s).*oauth_access_token = (\\S+).*", "$1")
            .replace("%%", "%");
    assertThat(run.out() + run.err())
        .doesNotContain(identity)
        .doesNotContain(identity.substring(identity.lastIndexOf('.') + 1))
        .doesNotContain(stored);
  }
}

package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.IdentityLogin.Granted;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.sandbox.ExchangeOptions;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityLoginTest {
  private static final String AUDIENCE = "https://api.baseten.co";
  private static final String RULE = "abcd1234";
  private static final String PATH = "/v1/auth/token";
  private static final String CONDITION =
      "claims.repository_owner_id == '12345' && claims.sub == 'repo:acme/models:ref:refs/heads/main'";
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final TestIssuer ISSUER = TestIssuer.github(CLOCK);
  private static final GitHubJob JOB = GitHubJob.of("acme/models").withIds("12345", "777");

  private final List<String> met = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  @AutoClose private Sandbox sandbox;

  @Test
  void theTokenIsThatOfTheRuleAndActsAsItsServiceAccount() throws Exception {
    Granted granted = grant(rule(), JOB);

    assertThat(granted.credential().expires()).isEqualTo(NOW.plusSeconds(1800));
    assertThat(granted.life()).isEqualTo(new TokenLife(NOW, NOW.plusSeconds(1800)));
    assertThat(granted.warnings()).isEmpty();
    assertThat(granted.claims().text("sub")).contains("repo:acme/models:ref:refs/heads/main");
    KeyCheck.Outcome checked =
        new KeyCheck(clients()).check(url(), granted.credential().secret(), "Sandbox");
    assertThat(checked.warnings()).isEmpty();
    assertThat(sandbox.requests())
        .extracting(RequestEntry::path)
        .containsExactly(PATH, "/v1/users/me");
    assertThat(sandbox.requests().get(1).credential().serviceAccount()).isEqualTo("ci-deployer");
  }

  @Test
  void theIdentityTokenAndTheAccessTokenAreMetBeforeAnythingElseIsDone() throws Exception {
    start(options());
    sandbox.fault(Fault.status("POST", PATH, 500, "").times(2));

    Granted granted = login().grant(url(), rule(), source(JOB), TestHttp.farAway());

    assertThat(met).hasSize(4).doesNotHaveDuplicates();
    assertThat(met).last().isEqualTo(granted.credential().secret().reveal());
    assertThat(granted.toString()).doesNotContain(met);
    assertThat(waits).hasSize(2);
  }

  @Test
  void aRefusalIsOneSentenceWithClaimsAndCauses() throws Exception {
    AuthException refusal = refusal(JOB.onBranch("feature"));

    assertThat(refusal)
        .hasMessage(
            "Baseten refused the identity token from test for the trust rule abcd1234"
                + " (invalid_grant)");
    assertThat(refusal.kind()).isEqualTo(AuthException.Kind.REFUSED);
    AuthException.Refusal details = refusal.refusal().orElseThrow();
    assertThat(details.claims()).contains("sub: repo:acme/models:ref:refs/heads/feature");
    assertThat(details.causes()).anyMatch(cause -> cause.contains("the rule abcd1234"));
    assertThat(met).hasSize(1);
    assertThat(refusal.toString() + details).doesNotContain(met);
  }

  @Test
  void theNewFormOfTheSubjectIsTheFirstCause() throws Exception {
    assertThat(refusal(JOB.withImmutableSubject()).refusal().orElseThrow().causes())
        .first()
        .asString()
        .contains("repo:acme@12345/models@777:ref:refs/heads/main");
  }

  @Test
  void anEnvironmentInTheSubjectIsTheFirstCause() throws Exception {
    assertThat(refusal(JOB.inEnvironment("prod")).refusal().orElseThrow().causes())
        .first()
        .asString()
        .contains("environment 'prod'");
  }

  @Test
  void anOrganizationWithoutFederationIsAmongTheCauses() throws Exception {
    start(options().withExchange(ExchangeOptions.defaults().withEnabled(false)));

    assertThat(
            catchThrowableOfType(
                    AuthException.class,
                    () -> login().grant(url(), rule(), source(JOB), TestHttp.farAway()))
                .refusal()
                .orElseThrow()
                .causes())
        .last()
        .asString()
        .contains("switched on");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aRefusedIdentityIsNoRefusedKey(int status) throws Exception {
    start(options());
    sandbox.fault(Fault.status("POST", PATH, status, "{\"error\": \"no\"}"));

    assertThatThrownBy(() -> login().grant(url(), rule(), source(JOB), TestHttp.farAway()))
        .isInstanceOfSatisfying(
            AuthException.class, e -> assertThat(e.kind()).isEqualTo(AuthException.Kind.REFUSED))
        .hasMessageEndingWith("(HTTP " + status + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"error\": \"invalid_request\"}", "{\"error\": \"unsupported_grant_type\"}"})
  void anotherErrorIsSaidAsItIs(String body) throws Exception {
    start(options());
    sandbox.fault(Fault.status("POST", PATH, 400, body));

    assertThatThrownBy(() -> login().grant(url(), rule(), source(JOB), TestHttp.farAway()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("HTTP 400");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void aBrokenConnectionIsNoRefusal(Fault.Kind kind) throws Exception {
    start(options());
    sandbox.fault(Fault.of(kind, "POST", PATH));

    assertThatThrownBy(() -> login().grant(url(), rule(), source(JOB), TestHttp.farAway()))
        .isInstanceOf(TransportException.class);
  }

  @Test
  void aTokenThatIsOverAlreadyIsAnError() throws Exception {
    start(options());
    sandbox.fault(
        Fault.status("POST", PATH, 200, "{\"access_token\": \"opaque\", \"expires_in\": 0}"));

    assertThatThrownBy(() -> login().grant(url(), rule(), source(JOB), TestHttp.farAway()))
        .isInstanceOf(AuthException.class)
        .hasMessage(
            "the access token for the trust rule abcd1234 is over already by the clock of this"
                + " machine; check the clock");
  }

  @Test
  void aTokenForSomebodyElseIsNotSent() throws Exception {
    start(options());
    IdentitySource other = new GivenIdentity("VAR", ISSUER.token(JOB, "sts.amazonaws.com").sign());

    assertThatThrownBy(() -> login().grant(url(), rule(), other, TestHttp.farAway()))
        .isInstanceOfSatisfying(
            AuthException.class, e -> assertThat(e.kind()).isEqualTo(AuthException.Kind.INVALID))
        .hasMessageContaining("'sts.amazonaws.com'");
    assertThat(sandbox.requests()).isEmpty();
  }

  @Test
  void aSourceThatFailsIsOneSentence() throws Exception {
    start(options());
    IdentitySource missing =
        new IdentitySource() {
          @Override
          public String name() {
            return "missing";
          }

          @Override
          public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
            throw IdentityException.unavailable("missing did not answer", null);
          }
        };

    assertThatThrownBy(() -> login().grant(url(), rule(), missing, TestHttp.farAway()))
        .isInstanceOf(AuthException.class)
        .hasMessage("missing did not answer");
    assertThat(sandbox.requests()).isEmpty();
  }

  @Test
  void anAccountWithoutManagementRightsIsLimitedAndNotRefused() throws Exception {
    start(
        options()
            .withServiceAccount("ci-deployer", KeyType.WORKSPACE_INVOKE, Sandbox.DEFAULT_TEAM));
    Granted granted = login().grant(url(), rule(), source(JOB), TestHttp.farAway());

    KeyCheck.Outcome checked =
        new KeyCheck(clients()).check(url(), granted.credential().secret(), null);

    assertThat(checked.user()).isNull();
    assertThat(checked.warnings())
        .singleElement()
        .asString()
        .startsWith("the access token is valid but has no management rights (HTTP 403)");
  }

  @Test
  void aRefusedAccessTokenIsNoRefusedKey() throws Exception {
    start(options());
    Granted granted = login().grant(url(), rule(), source(JOB), TestHttp.farAway());
    sandbox.fault(Fault.status("GET", "/v1/users/me", 401, "{}"));

    assertThatThrownBy(
            () -> new KeyCheck(clients()).check(url(), granted.credential().secret(), null))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("refused the access token for GET /v1/users/me");
  }

  private static SandboxOptions options() {
    return SandboxOptions.defaults()
        .withClock(CLOCK)
        .withIssuer(ISSUER)
        .withTrustRule(
            SeedRule.of("deploy", ISSUER.issuer(), CONDITION, AUDIENCE, "ci-deployer")
                .withId(RULE)
                .withLongest(Duration.ofMinutes(30)));
  }

  private void start(SandboxOptions options) throws Exception {
    sandbox = Sandbox.start(options);
  }

  private Granted grant(TrustRule rule, GitHubJob job) throws Exception {
    start(options());
    return login().grant(url(), rule, source(job), TestHttp.farAway());
  }

  private AuthException refusal(GitHubJob job) throws Exception {
    start(options());
    return catchThrowableOfType(
        AuthException.class, () -> login().grant(url(), rule(), source(job), TestHttp.farAway()));
  }

  private IdentityLogin login() {
    return new IdentityLogin(clients(), CLOCK, this::meet);
  }

  private void meet(Confidential secret) {
    met.add(secret.reveal());
  }

  private ManagementClients clients() {
    return new ManagementClients(
        new Environment(Map.of()),
        TestHttp.transport(),
        TestHttp.farAway(),
        waits::add,
        note -> {});
  }

  private RemoteUrl url() throws Exception {
    return RemoteUrl.parse(sandbox.url().toString());
  }

  private static TrustRule rule() throws AuthException {
    return TrustRule.of(RULE, AUDIENCE, null);
  }

  /** Signs a new token each time that it is asked. */
  private static IdentitySource source(GitHubJob job) {
    return new IdentitySource() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public IdentityToken token(String audience, Deadline deadline) {
        try {
          return IdentityToken.of(ISSUER.token(job, audience).sign());
        } catch (InvalidIdentityTokenException e) {
          throw new AssertionError(e);
        }
      }
    };
  }
}

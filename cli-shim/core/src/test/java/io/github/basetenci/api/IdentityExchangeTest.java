package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.api.IdentityExchange.Granted;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.GitHubJob;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.sandbox.SeedRule;
import io.github.basetenci.sandbox.TestIssuer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityExchangeTest {
  private static final String AUDIENCE = "https://api.baseten.co";
  private static final String RULE = "abcd1234";
  private static final String PATH = "/v1/auth/token";
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final TestIssuer ISSUER = TestIssuer.github(CLOCK);
  private static final GitHubJob JOB = GitHubJob.of("acme/models").withIds("12345", "777");

  private final List<Duration> waits = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  @AutoClose private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withClock(CLOCK)
                .withIssuer(ISSUER)
                .withTrustRule(
                    SeedRule.of(
                            "deploy",
                            ISSUER.issuer(),
                            "claims.repository_owner_id == '12345' &&"
                                + " claims.sub == 'repo:acme/models:ref:refs/heads/main'",
                            AUDIENCE,
                            "ci-deployer")
                        .withId(RULE)
                        .withLongest(Duration.ofMinutes(30))));
  }

  @Test
  void theTokenWorksUntilItsEnd() throws Exception {
    Granted granted = exchange(RULE, Duration.ofMinutes(5));

    assertThat(granted.expires()).isEqualTo(NOW.plusSeconds(300));
    assertThat(api(granted).me().workspaceName()).isEqualTo("Sandbox");
    assertThat(granted.toString()).doesNotContain(granted.token().reveal());
    assertThat(sandbox.requests())
        .extracting(entry -> entry.method() + " " + entry.path() + " " + entry.status())
        .containsExactly("POST " + PATH + " 200", "GET /v1/users/me 200");
    assertThat(sandbox.requests().get(1).credential().serviceAccount()).isEqualTo("ci-deployer");
  }

  @Test
  void withoutAWishItLivesAsLongAsTheRuleAllows() throws Exception {
    assertThat(exchange(RULE, null).expires()).isEqualTo(NOW.plusSeconds(1800));
  }

  @Test
  void aRefusalSaysOneWordAndNothingOfTheToken() {
    ApiException refusal = refusal("zzzz9999", null);

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.serverMessage()).isEqualTo(IdentityExchange.INVALID_GRANT);
    assertThat(refusal)
        .hasMessage(
            sandbox.url().getAuthority()
                + " answered POST "
                + PATH
                + " with HTTP 400: invalid_grant");
    assertThat(waits).isEmpty();
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void eachRepetitionSendsAFreshToken(int status) throws Exception {
    sandbox.fault(Fault.status("POST", PATH, status, "{\"retry_after\": 7}").times(2));

    exchange(RULE, null);

    assertThat(sent).hasSize(3).doesNotHaveDuplicates();
    assertThat(waits).hasSize(2);
    assertThat(sandbox.requests())
        .extracting(RequestEntry::status)
        .containsExactly(status, status, 200);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422})
  void nothingElseIsRepeated(int status) {
    sandbox.fault(Fault.status("POST", PATH, status, "{\"error\": \"other\"}"));

    ApiException refusal = refusal(RULE, null);

    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.getMessage()).doesNotContain("refused the key", "this key");
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void aBrokenConnectionIsNotRepeated(Fault.Kind kind) {
    sandbox.fault(Fault.of(kind, "POST", PATH));

    assertThat(catchThrowableOfType(TransportException.class, () -> exchange(RULE, null)))
        .isNotNull();
    assertThat(sent).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "not json",
        "{\"access_token\": \"\"}",
        "{\"access_token\": 7}",
        "{\"access_token\": \"a b\"}",
        "{\"access_token\": \"a\\nb\"}"
      })
  void anAnswerWithoutATokenIsOneSentence(String body) {
    sandbox.fault(Fault.status("POST", PATH, 200, body));

    assertThat(refusal(RULE, null))
        .hasMessageStartingWith(
            sandbox.url().getAuthority() + " answered POST " + PATH + " with HTTP 200, but ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ", \"expires_in\": -1", ", \"expires_in\": 1e999", ", \"expires_in\": \"60\""})
  void anEndThatIsNoneIsTheOneThatWasAskedFor(String member) throws Exception {
    String body = "{\"access_token\": \"opaque-token\"" + member + "}";
    sandbox.fault(Fault.status("POST", PATH, 200, body).times(2));

    assertThat(exchange(RULE, Duration.ofMinutes(2)).expires()).isEqualTo(NOW.plusSeconds(120));
    assertThat(exchange(RULE, null).expires()).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void aSourceThatFailsIsNotAskedAgain() {
    assertThatThrownBy(
            () ->
                exchange()
                    .exchange(
                        RULE,
                        null,
                        () -> {
                          throw new IOException("no identity");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("no identity");
    assertThat(sandbox.requests()).isEmpty();
  }

  private Granted exchange(String rule, @Nullable Duration lifetime) throws Exception {
    return exchange()
        .exchange(
            rule,
            lifetime,
            () -> {
              String token = ISSUER.token(JOB.onBranch("main"), AUDIENCE).sign();
              sent.add(token);
              return ForeignToken.of(token);
            });
  }

  private ApiException refusal(String rule, @Nullable Duration lifetime) {
    return catchThrowableOfType(ApiException.class, () -> exchange(rule, lifetime));
  }

  private IdentityExchange exchange() {
    return new IdentityExchange(
        TestHttp.transport(),
        sandbox.url(),
        Deadline.after(Duration.ofHours(1), System::nanoTime),
        waits::add,
        CLOCK);
  }

  private ManagementApi api(Granted granted) throws Exception {
    return new ManagementApi(
        TestHttp.transport(),
        sandbox.url(),
        ApiKey.of(granted.token().reveal()),
        Deadline.after(Duration.ofHours(1), System::nanoTime),
        waits::add);
  }
}

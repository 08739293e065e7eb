package io.github.basetenci.api;

import static io.github.basetenci.api.ApiWorld.NOW;
import static io.github.basetenci.api.ApiWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.basetenci.api.DeviceFlow.Outcome;
import io.github.basetenci.api.DeviceFlow.Refusal;
import io.github.basetenci.api.DeviceFlow.Waiting;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceFlowTest {
  private static final String AUTHORIZE = "/v1/users/auth/device/authorize";
  private static final String TOKEN = "/v1/users/auth/device/token";
  private static final String LOGOUT = "/v1/users/auth/logout";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  @AutoClose private ApiWorld world;
  private DeviceFlow flow;

  @BeforeEach
  void start() throws IOException {
    world = new ApiWorld(SandboxOptions.defaults().withTokens(INTERVAL, HOUR));
    flow = world.deviceFlow(HOUR);
  }

  @Test
  void theUserIsShownACodeAndAPage() throws Exception {
    Waiting login = flow.begin();

    assertThat(login.userCode()).isEqualTo(world.sandbox.waitingLogins().get(0));
    assertThat(login.page())
        .isEqualTo(world.sandbox.url() + "/_sandbox/device?user_code=" + login.userCode());
    assertThat(login.life()).isEqualTo(Duration.ofMinutes(10));
    assertThat(login.interval()).isEqualTo(INTERVAL);
    assertThat(login.toString()).doesNotContain(login.deviceCode().reveal());
  }

  @Test
  void itPollsByTheIntervalOfTheServerUntilTheUserConfirms() throws Exception {
    Waiting login = flow.begin();
    world.duringWait(
        () -> {
          if (world.waits.size() == 3) {
            world.sandbox.approve(login.userCode());
          }
        });

    OAuthSession session = flow.await(login).session();

    assertThat(world.waits).containsExactly(INTERVAL, INTERVAL, INTERVAL);
    assertThat(session.expires()).isEqualTo(NOW.plus(HOUR));
    assertThat(session.toString())
        .doesNotContain(session.access().reveal(), session.refresh().reveal());
    assertThat(world.with(session.access().reveal()).me().email())
        .isEqualTo("admin@sandbox.example");
  }

  @Test
  void aServerThatAsksToSlowDownIsAskedFiveSecondsLaterFromThenOn() throws Exception {
    Waiting login = flow.begin();
    tokenAnswers("slow_down", 2);
    world.duringWait(
        () -> {
          if (world.waits.size() == 4) {
            world.sandbox.approve(login.userCode());
          }
        });

    assertThat(flow.await(login).session()).isNotNull();

    assertThat(world.waits)
        .containsExactly(INTERVAL, INTERVAL.plusSeconds(5), seconds(13), seconds(13));
  }

  @Test
  void aLoginThatTheUserDeniesEnds() throws Exception {
    Waiting login = flow.begin();
    world.sandbox.deny(login.userCode());

    assertThat(flow.await(login)).isEqualTo(new Outcome(null, Refusal.DENIED, "access_denied"));
  }

  @Test
  void aCodeThatTheServerCallsExpiredEnds() throws Exception {
    tokenAnswers("expired_token", 1);

    assertThat(flow.await(flow.begin()))
        .isEqualTo(new Outcome(null, Refusal.EXPIRED, "expired_token"));
  }

  @Test
  void aCodeThatNobodyConfirmsEndsByOurClockToo() throws Exception {
    assertThat(flow.await(flow.begin())).isEqualTo(new Outcome(null, Refusal.EXPIRED, ""));

    assertThat(world.waits.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theTotalTimeLimitsTheWaitForTheUser() throws Exception {
    DeviceFlow hurried = world.deviceFlow(seconds(8));

    assertThat(hurried.await(hurried.begin())).isEqualTo(new Outcome(null, Refusal.EXPIRED, ""));

    assertThat(world.waits).containsExactly(INTERVAL, INTERVAL, seconds(2));
  }

  @Test
  void whateverElseTheServerSaysEndsTheLoginAndIsNeutralised() throws Exception {
    tokenAnswers("no\\u001b[31m\\nway", 1);

    Outcome outcome = flow.await(flow.begin());

    assertThat(outcome.refusal()).isEqualTo(Refusal.OTHER);
    assertThat(outcome.said()).startsWith("no").doesNotContain("\u001b", "\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BEFORE", "CUT_HEAD"})
  void aPollThatIsCutOffIsRepeatedAfterTwiceTheTime(Kind kind) throws Exception {
    Waiting login = flow.begin();
    world.sandbox.fault(Fault.of(kind, "POST", TOKEN).times(2));
    world.duringWait(
        () -> {
          if (world.waits.size() == 3) {
            world.sandbox.approve(login.userCode());
          }
        });

    assertThat(flow.await(login).session()).isNotNull();

    assertThat(world.waits).containsExactly(INTERVAL, seconds(6), seconds(12));
  }

  @Test
  void aConnectionThatIsAlwaysCutFailsAfterFivePolls() throws Exception {
    Waiting login = flow.begin();
    world.sandbox.fault(Fault.of(Kind.CUT_BEFORE, "POST", TOKEN).times(99));

    assertThatThrownBy(() -> flow.await(login)).isInstanceOf(TransportException.class);

    assertThat(world.waits).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void anOverloadedServerIsAskedAgain(int status) throws Exception {
    Waiting login = flow.begin();
    world.sandbox.approve(login.userCode());
    world.sandbox.fault(Fault.status("POST", TOKEN, status, "{\"message\":\"busy\"}"));

    assertThat(flow.await(login).session()).isNotNull();
  }

  @Test
  void aPageInPlaceOfAnAnswerIsNotBasetens() throws Exception {
    Waiting login = flow.begin();
    world.sandbox.fault(
        Fault.status("POST", TOKEN, 400, "<html>" + login.deviceCode().reveal() + "</html>")
            .headers(Map.of("Content-Type", "text/html")));

    ApiException refusal = refusal(() -> flow.await(login));

    assertThat(refusal)
        .hasMessageContaining("that was not Baseten")
        .hasMessageNotContaining(login.deviceCode().reveal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html>                                                         | it is not JSON",
        "[]                                                             | it is not a JSON object",
        "{}                                                             | the field device_code is"
            + " missing",
        "{\"device_code\":\"d\"}                                        | the field user_code is"
            + " missing",
        "{\"device_code\":\"d\",\"user_code\":\"u\"}                    | the field"
            + " verification_uri is missing",
        "{\"device_code\":\"d d\",\"user_code\":\"u\"}                  | the field device_code"
            + " contains a blank"
      })
  void aBeginningThatCannotBeUnderstoodIsRefused(String body, String problem) {
    world.sandbox.fault(Fault.status("POST", AUTHORIZE, 200, body));

    assertThat(refusal(flow::begin)).hasMessageContaining(", but " + problem + "; check");
  }

  @Test
  void aBeginningWithoutTimesHasThoseOfTheTools() throws Exception {
    world.sandbox.fault(
        Fault.status(
            "POST",
            AUTHORIZE,
            200,
            "{\"device_code\":\"d\",\"user_code\":\"u\",\"verification_uri\":\"https://h/\"}"));

    Waiting login = flow.begin();

    assertThat(login.interval()).isEqualTo(seconds(5));
    assertThat(login.life()).isEqualTo(Duration.ofMinutes(10));
    assertThat(login.page()).isEqualTo("https://h/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"refresh_token\":\"SECRET\",\"expires_in\":9}  | the field access_token is missing",
        "{\"access_token\":\"SECRET\",\"expires_in\":9}   | the field refresh_token is missing",
        "{\"access_token\":\"SECRET\",\"refresh_token\":\"r\"} | the field expires_in is missing",
        "{\"access_token\":\"SECRET\",\"refresh_token\":\"r\",\"expires_in\":-1} | the field"
            + " expires_in is missing"
      })
  void tokensThatCannotBeUnderstoodAreRefusedAndNotShown(String body, String problem)
      throws Exception {
    Waiting login = flow.begin();
    world.sandbox.fault(Fault.status("POST", TOKEN, 200, body));

    ApiException refusal = refusal(() -> flow.await(login));

    assertThat(refusal).hasMessageContaining(problem).hasMessageNotContaining("SECRET");
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Waiting login = flow.begin();
    world.duringWait(() -> Thread.currentThread().interrupt());

    assertThatThrownBy(() -> flow.await(login)).isInstanceOf(InterruptedException.class);
    assertThat(world.sandbox.requests()).extracting(RequestEntry::path).containsOnly(AUTHORIZE);
  }

  @Test
  void aRefreshGivesAnotherPairAndTheOldOneIsWorthless() throws Exception {
    OAuthSession first = session();

    OAuthSession second = flow.refresh(first.refresh());

    assertThat(second.refresh()).isNotEqualTo(first.refresh());
    assertThat(world.with(second.access().reveal()).me().userId()).isNotEmpty();
    ApiException again = refusal(() -> flow.refresh(first.refresh()));
    assertThat(again.serverMessage()).isEqualTo(DeviceFlow.INVALID_GRANT);
    assertThat(again).hasMessageNotContaining(first.refresh().reveal());
  }

  @Test
  void aRefreshWithoutANewRefreshTokenKeepsTheOldOne() throws Exception {
    OAuthGrant old = OAuthGrant.of("old");
    world.sandbox.fault(
        Fault.status("POST", TOKEN, 200, "{\"access_token\":\"a\",\"expires_in\":60}"));

    OAuthSession session = flow.refresh(old);

    assertThat(session.refresh()).isEqualTo(old);
    assertThat(session.expires()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void aRefreshIsSentOnce() throws Exception {
    OAuthSession session = session();
    world.sandbox.clearRequests();
    world.sandbox.fault(Fault.of(Kind.CUT_AFTER, "POST", TOKEN));

    assertThat(catchThrowable(() -> flow.refresh(session.refresh())))
        .isInstanceOf(TransportException.class);
    assertThat(world.sandbox.requests()).hasSize(1);
  }

  @Test
  void aSessionEndsByItsAccessToken() throws Exception {
    OAuthSession session = session();

    flow.revoke(session.access());

    assertThat(refusal(() -> world.with(session.access().reveal()).me()).status()).isEqualTo(401);
    assertThat(refusal(() -> flow.revoke(session.access())))
        .hasMessageContaining("refused the access token for POST " + LOGOUT + " (HTTP 401)")
        .hasMessageNotContaining(session.access().reveal());
  }

  @Test
  void anEmptyAnswerToALogoutIsASuccess() throws Exception {
    world.sandbox.fault(Fault.status("POST", LOGOUT, 204, ""));

    flow.revoke(session().access());
  }

  private OAuthSession session() throws Exception {
    Waiting login = flow.begin();
    world.sandbox.approve(login.userCode());
    return flow.await(login).session();
  }

  private void tokenAnswers(String error, int times) {
    world.sandbox.fault(
        Fault.status("POST", TOKEN, 400, "{\"error\":\"" + error + "\"}").times(times));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}

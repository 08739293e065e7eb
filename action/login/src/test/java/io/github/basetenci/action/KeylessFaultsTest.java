package io.github.basetenci.action;

import static io.github.basetenci.action.KeylessWorld.AUDIENCE;
import static io.github.basetenci.action.KeylessWorld.JOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.TestIssuer;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong at a call of a keyless login, it says one sentence and leaves nothing. */
class KeylessFaultsTest {
  private static final String IDENTITY = "/idtoken/";
  private static final String EXCHANGE = "/v1/auth/token";
  private static final String ME = "/v1/users/me";

  @Fixture private KeylessWorld world;

  /** What goes wrong, at which call, and how the sentence of the log says it. */
  private enum Case {
    IDENTITY_CUT(cutAtGitHub(Fault.Kind.CUT_BEFORE), "GitHub's token service did not answer"),
    IDENTITY_CUT_HEAD(cutAtGitHub(Fault.Kind.CUT_HEAD), "GitHub's token service did not answer"),
    IDENTITY_CUT_BODY(cutAtGitHub(Fault.Kind.CUT_BODY), "GitHub's token service did not answer"),
    IDENTITY_400(gitHub(400, "{}"), "answered with HTTP 400 and without an identity token"),
    IDENTITY_401(gitHub(401, "{}"), "refused this job a token (HTTP 401)"),
    IDENTITY_403(gitHub(403, "{}"), "refused this job a token (HTTP 403)"),
    IDENTITY_429(gitHub(429, "{}"), "answered with HTTP 429 and without an identity token"),
    IDENTITY_500(gitHub(500, "oops"), "answered with HTTP 500 and without an identity token"),
    IDENTITY_503(gitHub(503, "oops"), "answered with HTTP 503 after 11 attempts"),
    IDENTITY_NO_JSON(gitHub(200, "<html>"), "answered with HTTP 200, but without an identity"),
    IDENTITY_NO_TOKEN(gitHub(200, "{\"value\":\"x\"}"), "is no JSON web token"),
    IDENTITY_OVER(world -> world.github().fault(over()), "it was not sent"),
    EXCHANGE_CUT(exchange(Fault.Kind.CUT_BEFORE), "127.0.0.1"),
    EXCHANGE_CUT_AFTER(exchange(Fault.Kind.CUT_AFTER), "127.0.0.1"),
    EXCHANGE_CUT_HEAD(exchange(Fault.Kind.CUT_HEAD), "127.0.0.1"),
    EXCHANGE_CUT_BODY(exchange(Fault.Kind.CUT_BODY), "127.0.0.1"),
    EXCHANGE_INVALID_GRANT(exchange(400, "{\"error\":\"invalid_grant\"}"), "(invalid_grant)"),
    EXCHANGE_INVALID_REQUEST(exchange(400, "{\"error\":\"invalid_request\"}"), "invalid_request"),
    EXCHANGE_GRANT_TYPE(
        exchange(400, "{\"error\":\"unsupported_grant_type\"}"), "unsupported_grant_type"),
    EXCHANGE_400_NO_JSON(exchange(400, "<html>nothing</html>"), "HTTP 400"),
    EXCHANGE_401(exchange(401, "{}"), "HTTP 401"),
    EXCHANGE_403(exchange(403, "{}"), "HTTP 403"),
    EXCHANGE_404(exchange(404, "{}"), "HTTP 404"),
    EXCHANGE_429(exchange(429, "{}"), "HTTP 429"),
    EXCHANGE_500(exchange(500, "{}"), "HTTP 500"),
    EXCHANGE_503(exchange(503, "{}"), "HTTP 503"),
    EXCHANGE_NO_JSON(exchange(200, "<html>"), "but it is not JSON"),
    EXCHANGE_NO_TOKEN(exchange(200, "{\"expires_in\":3600}"), "access_token"),
    EXCHANGE_EMPTY_TOKEN(exchange(200, "{\"access_token\":\"\"}"), "access_token"),
    EXCHANGE_TOKEN_OVER(
        exchange(200, "{\"access_token\":\"tok.en12345678\",\"expires_in\":0}"),
        "over already by the clock of this machine"),
    ME_CUT(me(Fault.Kind.CUT_BEFORE), "127.0.0.1"),
    ME_401(world -> me(world, 401), "refused the access token for GET /v1/users/me (HTTP 401)"),
    ME_500(world -> me(world, 500), "HTTP 500");

    private final Consumer<KeylessWorld> prepare;
    private final String sentence;

    Case(Consumer<KeylessWorld> prepare, String sentence) {
      this.prepare = prepare;
      this.sentence = sentence;
    }

    private static Consumer<KeylessWorld> cutAtGitHub(Fault.Kind kind) {
      return world -> world.github().fault(Fault.of(kind, "GET", IDENTITY).times(100));
    }

    private static Consumer<KeylessWorld> gitHub(int status, String body) {
      return world -> world.github().fault(Fault.status("GET", IDENTITY, status, body).times(100));
    }

    private static Consumer<KeylessWorld> exchange(Fault.Kind kind) {
      return world -> world.sandbox().fault(Fault.of(kind, "POST", EXCHANGE).times(100));
    }

    private static Consumer<KeylessWorld> exchange(int status, String body) {
      return world -> world.sandbox().fault(answer("POST", EXCHANGE, status, body));
    }

    private static Consumer<KeylessWorld> me(Fault.Kind kind) {
      return world -> world.sandbox().fault(Fault.of(kind, "GET", ME).times(100));
    }

    private static void me(KeylessWorld world, int status) {
      world.sandbox().fault(answer("GET", ME, status, "{}"));
    }

    private static Fault answer(String method, String path, int status, String body) {
      Fault fault = Fault.status(method, path, status, body).times(100);
      return body.startsWith("<") ? fault.headers(Map.of("Content-Type", "text/html")) : fault;
    }

    private static Fault over() {
      Clock late = Clock.fixed(Instant.now().minusSeconds(900), ZoneOffset.UTC);
      String token = TestIssuer.github(late).token(JOB, AUDIENCE).sign();
      return Fault.status("GET", IDENTITY, 200, "{\"value\":\"" + token + "\"}");
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void itSaysOneSentenceAndLeavesNothing(Case fault) throws IOException {
    fault.prepare.accept(world);

    Stage main = world.login();

    failed(main, fault.sentence);
  }

  private enum Call {
    TOKEN_SERVICE,
    TOKEN_EXCHANGE,
    WHO_AM_I
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void aServerThatHangsTakesTheTotalTimeAndNoMore(Call call) throws IOException {
    Duration day = Duration.ofDays(1);
    switch (call) {
      case TOKEN_SERVICE ->
          world.github().fault(Fault.of(Fault.Kind.DELAY, "GET", IDENTITY).delay(day).times(100));
      case TOKEN_EXCHANGE ->
          world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "POST", EXCHANGE).delay(day).times(100));
      default -> world.sandbox().fault(Fault.of(Fault.Kind.DELAY, "GET", ME).delay(day).times(100));
    }

    Stage main = world.login("timeout-seconds", "1");
    world.github().clearFaults();
    world.sandbox().clearFaults();

    failed(main, "127.0.0.1");
  }

  private void failed(Stage main, String sentence) throws IOException {
    assertThat(main.code()).as(main.text()).isOne();
    assertThat(main.said("error")).singleElement().asString().contains(sentence);
    assertThat(main.said("error").get(0).lines().findFirst().orElse(""))
        .doesNotContain("internal error", "--", "null");
    assertThat(main.variables()).isEmpty();
    assertThat(main.outputs()).isEmpty();
    assertThat(world.left()).isEmpty();
    assertThat(world.job().end()).allMatch(post -> post.code() == 0);
    for (String secret : world.secrets()) {
      assertThat(main.text().lines().filter(line -> !line.startsWith("::add-mask::")))
          .noneMatch(line -> line.contains(secret));
    }
  }
}

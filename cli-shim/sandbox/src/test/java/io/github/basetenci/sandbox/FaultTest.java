package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.sandbox.Client.Reply;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
  @Fixture private Sandbox sandbox;
  private Client admin;

  @BeforeEach
  void start() throws IOException {
    admin = Client.of(sandbox, KeyType.PERSONAL);
  }

  @Test
  void aStatusComesWithItsHeadersInsteadOfTheEffect() throws Exception {
    sandbox.fault(
        Fault.status("POST", "/v1/secrets", 429, "{\"retry_after\":1}")
            .headers(Map.of("Retry-After", "1")));

    Reply reply = admin.post("/v1/secrets", "{'name':'s','value':'1'}");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.json().at("/retry_after").asInt()).isEqualTo(1);
    assertThat(reply.response().headers().firstValue("Retry-After")).contains("1");
    assertThat(sandbox.secretValue(Sandbox.DEFAULT_TEAM, "s")).isNull();
  }

  @Test
  void aFaultMeetsSoManyRequestsOfItsMethodAndPathAlone() throws Exception {
    sandbox.fault(Fault.status("GET", "/v1/teams", 500, "").times(2));

    assertThat(admin.get("/v1/users/me").status()).isEqualTo(200);
    assertThat(admin.delete("/v1/teams").status()).isEqualTo(404);
    assertThat(admin.get("/v1/teams/x").status()).isEqualTo(500);
    assertThat(admin.get("/v1/teams").status()).isEqualTo(500);
    assertThat(admin.get("/v1/teams").status()).isEqualTo(200);
  }

  @Test
  void faultsComeInTheirOrderAndCanBeForgotten() throws Exception {
    sandbox.fault(Fault.status(null, "/", 500, ""));
    sandbox.fault(Fault.status("GET", "/v1", 501, ""));
    sandbox.fault(Fault.status(null, "/", 502, ""));

    assertThat(admin.get("/v1/teams").status()).isEqualTo(500);
    assertThat(admin.get("/v1/teams").status()).isEqualTo(501);
    sandbox.clearFaults();
    assertThat(admin.get("/v1/teams").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"CUT_BEFORE, false", "CUT_AFTER, true", "CUT_HEAD, true", "CUT_BODY, true"})
  void aCutConnectionIsBeforeOrAfterTheEffect(Kind kind, boolean effect) throws Exception {
    sandbox.fault(Fault.of(kind, "POST", "/v1/secrets"));

    assertThatThrownBy(() -> admin.post("/v1/secrets", "{'name':'s','value':'1'}"))
        .isInstanceOf(IOException.class);

    assertThat(sandbox.secretValue(Sandbox.DEFAULT_TEAM, "s")).isEqualTo(effect ? "1" : null);
    assertThat(admin.get("/v1/users/me").status()).isEqualTo(200);
  }

  @Test
  void theCutsAreWhereTheyAreNamed() throws Exception {
    String whole = raw(null);
    int head = whole.indexOf("\r\n\r\n") + 4;

    assertThat(raw(Kind.CUT_BEFORE)).isEmpty();
    assertThat(raw(Kind.CUT_AFTER)).isEmpty();
    assertThat(raw(Kind.CUT_HEAD)).isEqualTo(whole.substring(0, 20));
    assertThat(raw(Kind.CUT_BODY)).hasSize(head + (whole.length() - head) / 2);
    assertThat(whole).contains("Content-length: " + (whole.length() - head));
  }

  @Test
  void aLateAnswerComesAfterTheEffect() throws Exception {
    Duration delay = Duration.ofMillis(300);
    sandbox.fault(Fault.of(Kind.DELAY, "POST", "/v1/secrets").delay(delay));
    long start = System.nanoTime();

    assertThat(admin.post("/v1/secrets", "{'name':'s','value':'1'}").status()).isEqualTo(200);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
  }

  @ParameterizedTest
  @CsvSource({"DELAY, 200", "STATUS, 503"})
  void aDelayEndsWhenTheFaultsAreCleared(Kind kind, int status) throws Exception {
    Fault late =
        kind == Kind.STATUS
            ? Fault.status("GET", "/v1/users/me", 503, "")
            : Fault.of(kind, "GET", "/v1/users/me");
    sandbox.fault(late.delay(Duration.ofDays(1)));
    FutureTask<Integer> answer = new FutureTask<>(() -> admin.get("/v1/users/me").status());
    new Thread(answer).start();
    Await.until("the request", () -> !sandbox.requests().isEmpty());

    sandbox.clearFaults();

    assertThat(Await.result("the answer", answer)).isEqualTo(status);
  }

  @Test
  void aDrippedAnswerIsWholeInTheEnd() throws Exception {
    sandbox.fault(Fault.of(Kind.DRIP, "GET", "/v1/users/me").delay(Duration.ofMillis(1)));
    long start = System.nanoTime();

    assertThat(admin.get("/v1/users/me").text("/email")).isEqualTo("admin@sandbox.example");

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void faultsAreSetOverHttpToo() throws Exception {
    Client control = Client.withHeader(sandbox, "");
    control.post(
        "/_sandbox/faults",
        "{'method':'GET','path':'/v1/teams','times':2,'status':418,'headers':{'X-A':'b'},"
            + "'body':{'message':'m'}}");

    Reply reply = admin.get("/v1/teams");

    assertThat(reply.status()).isEqualTo(418);
    assertThat(reply.text("/message")).isEqualTo("m");
    assertThat(reply.response().headers().firstValue("X-A")).contains("b");
    control.delete("/_sandbox/faults");
    assertThat(admin.get("/v1/teams").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindHasAWordOverHttp(Kind kind) throws Exception {
    String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');

    Reply reply =
        Client.withHeader(sandbox, "")
            .post("/_sandbox/faults", "{'path':'/never','kind':'" + word + "','delay_ms':5}");

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void anUnknownKindIsRefusedOverHttp() throws Exception {
    Reply reply = Client.withHeader(sandbox, "").post("/_sandbox/faults", "{'kind':'explode'}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("/message")).contains("cut-before");
  }

  /** Everything that the server sends for one request until it closes the connection. */
  private String raw(Kind kind) throws IOException {
    if (kind != null) {
      sandbox.fault(Fault.of(kind, "GET", "/v1/users/me"));
    }
    try (Socket socket = new Socket("127.0.0.1", sandbox.url().getPort())) {
      String request =
          "GET /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
              + sandbox.key(KeyType.PERSONAL)
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}

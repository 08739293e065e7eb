package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request whose connection breaks is not sent again. */
class SendsOnceTest {
  private final HttpTransport transport = TestHttp.transport();
  @Fixture private Sandbox sandbox;

  @ParameterizedTest
  @CsvSource({
    "GET, CUT_BEFORE", "GET, CUT_AFTER", "GET, CUT_HEAD", "GET, CUT_BODY",
    "POST, CUT_BEFORE", "POST, CUT_AFTER", "POST, CUT_HEAD", "POST, CUT_BODY",
    "DELETE, CUT_BEFORE", "DELETE, CUT_AFTER", "DELETE, CUT_HEAD", "DELETE, CUT_BODY"
  })
  void aBrokenConnectionIsOneRequestAndAFailure(String method, Kind kind) {
    sandbox.fault(Fault.of(kind, method, "/v1/").times(10));

    TransportException failure = failureOf(method);

    assertThat(failure.phase()).isEqualTo(Phase.RECEIVE);
    assertThat(failure.mayHaveTakenEffect()).isTrue();
    assertThat(failure)
        .hasMessageContaining("closed the connection before its answer was complete");
    assertThat(sandbox.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"GET", "POST", "DELETE"})
  void aConnectionThatBreaksAfterAnEarlierAnswerIsOneRequestToo(String method) throws Exception {
    transport.send(request("GET"), TestHttp.farAway());
    sandbox.clearRequests();
    sandbox.fault(Fault.of(Kind.CUT_BEFORE, method, "/v1/").times(10));

    failureOf(method);

    assertThat(sandbox.requests()).hasSize(1);
  }

  @Test
  void aKeyCreatedBehindALostAnswerIsCreatedOnce() {
    sandbox.fault(Fault.of(Kind.CUT_AFTER, "POST", "/v1/api_keys"));

    failureOf("POST");

    assertThat(sandbox.keyNames()).filteredOn("new"::equals).hasSize(1);
  }

  private TransportException failureOf(String method) {
    return catchThrowableOfType(
        TransportException.class, () -> transport.send(request(method), TestHttp.farAway()));
  }

  private HttpRequest request(String method) {
    String body =
        method.equals("POST") ? "{\"type\":\"WORKSPACE_MANAGE_ALL\",\"name\":\"new\"}" : null;
    return new HttpRequest(
        method,
        sandbox.url().resolve("/v1/api_keys"),
        Map.of("Authorization", "Bearer " + sandbox.key(KeyType.PERSONAL)),
        body);
  }
}

package io.github.basetenci.api;

import static io.github.basetenci.api.ApiWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.TransportException;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final String SLOW_DOWN = "{\"error\":\"Rate limit exceeded.\",\"retry_after\":37}";

  @Fixture private ApiWorld world;
  private ManagementApi api;

  @BeforeEach
  void start() throws IOException {
    api = world.as(KeyType.PERSONAL);
  }

  @Test
  void aGetWaitsAsLongAsTheServerAsks() throws Exception {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", 429, SLOW_DOWN));

    assertThat(api.teams()).hasSize(2);

    assertThat(world.waits).containsExactly(Duration.ofSeconds(37));
  }

  @Test
  void aWaitBeyondTheDeadlineIsNotBegun() {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", 429, SLOW_DOWN).times(2));

    ApiException refusal = refusal(api::teams);

    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(37));
    assertThat(world.waits).containsExactly(Duration.ofSeconds(37));
  }

  @Test
  void withoutAWordOfTheServerTheWaitsDouble() throws Exception {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", 429, "{}").times(4));

    api.teams();

    assertThat(world.waits)
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4));
  }

  @Test
  void aServerThatAlwaysAsksForNoWaitIsGivenUp() {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", 429, "{\"retry_after\":0}").times(1000));

    assertThat(refusal(api::teams).status()).isEqualTo(429);
    assertThat(world.sandbox.requests()).hasSize(11);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void aGetIsRepeatedThreeTimesAfterServerErrors(int status) throws Exception {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", status, "").times(3));

    assertThat(api.teams()).hasSize(2);

    assertThat(world.waits)
        .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aServerThatStaysBrokenIsGivenUp() {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", 500, "").times(1000));

    assertThat(refusal(api::teams).status()).isEqualTo(500);
    assertThat(world.sandbox.requests()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void aGetIsRepeatedAfterABrokenConnection(Kind kind) throws Exception {
    world.sandbox.fault(Fault.of(kind, "GET", "/v1/teams").times(2));

    assertThat(api.teams()).hasSize(2);

    assertThat(world.sandbox.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 302})
  void aFinalAnswerIsNotAskedForAgain(int status) {
    world.sandbox.fault(Fault.status("GET", "/v1/teams", status, "{}").times(10));

    assertThat(refusal(api::teams).status()).isEqualTo(status);
    assertThat(world.sandbox.requests()).hasSize(1);
  }

  @Test
  void aDeleteThatTookEffectBehindALostAnswerSucceeds() throws Exception {
    api.setSecret("s", "v", null);
    world.sandbox.fault(Fault.of(Kind.CUT_AFTER, "DELETE", "/v1/secrets/s"));

    api.deleteSecret("s", null);

    assertThat(world.sandbox.requests()).hasSize(3);
    assertThat(api.secrets(null)).isEmpty();
  }

  @Test
  void aDeleteOfSomethingThatIsNotThereIsTold() {
    assertThat(refusal(() -> api.deleteSecret("s", null)).status()).isEqualTo(404);
  }

  @Test
  void aSlowedDownDeleteOfSomethingThatIsNotThereIsToldToo() {
    world.sandbox.fault(Fault.status("DELETE", "/v1/secrets/s", 429, SLOW_DOWN));

    assertThat(refusal(() -> api.deleteSecret("s", null)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aPostIsNeverRepeatedAfterAnAnswer(int status) {
    world.sandbox.fault(Fault.status("POST", "/v1/api_keys", status, SLOW_DOWN).times(10));

    assertThat(refusal(this::create).status()).isEqualTo(status);
    assertThat(world.sandbox.requests()).hasSize(1);
    assertThat(world.waits).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void aPostIsNeverRepeatedAfterABrokenConnection(Kind kind) {
    world.sandbox.fault(Fault.of(kind, "POST", "/v1/api_keys").times(10));

    TransportException failure = catchThrowableOfType(TransportException.class, this::create);

    assertThat(failure.mayHaveTakenEffect()).isTrue();
    assertThat(world.sandbox.requests()).hasSize(1);
    assertThat(world.waits).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsToldAtOnce() throws Exception {
    world.sandbox.close();

    TransportException failure = catchThrowableOfType(TransportException.class, api::teams);

    assertThat(failure.mayHaveTakenEffect()).isFalse();
    assertThat(world.waits).isEmpty();
  }

  private void create() throws Exception {
    api.createApiKey(new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, "n", null), null);
  }
}

package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.basetenci.http.Deadline;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ForeignToken;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No key and no token goes where a redirect points, on the same host or on another one. */
class RedirectTest {
  @Fixture private ApiWorld world;
  @AutoClose private Sandbox elsewhere;
  private ManagementApi api;

  @BeforeEach
  void start() throws IOException {
    elsewhere = Sandbox.start();
    api = world.as(KeyType.PERSONAL);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noCallOfTheApiFollowsOne(int status) throws Exception {
    for (String to : new String[] {elsewhere.url().toString(), world.sandbox.url().toString()}) {
      assertNotFollowed(status, to, "GET", api::me);
      assertNotFollowed(status, to, "GET", api::apiKeys);
      assertNotFollowed(
          status,
          to,
          "POST",
          () -> api.createApiKey(new CreateApiKey(ApiKeyType.PERSONAL, "n", null), null));
      assertNotFollowed(status, to, "DELETE", () -> api.revokeApiKey("abcdefgh"));
      redirect(status, to, "GET");
      assertThat(api.forbidsNewKeys(ApiKeyType.PERSONAL)).isFalse();
      assertThat(world.sandbox.requests()).hasSize(1);
      world.sandbox.clearRequests();
    }
    assertThat(elsewhere.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noExchangeOfAnIdentityTokenFollowsOne(int status) throws Exception {
    IdentityExchange exchange =
        new IdentityExchange(
            TestHttp.transport(),
            world.sandbox.url(),
            Deadline.after(Duration.ofHours(1), System::nanoTime),
            wait -> {},
            Clock.systemUTC());
    ForeignToken token = ForeignToken.of("eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl");

    assertNotFollowed(
        status,
        elsewhere.url().toString(),
        "POST",
        () -> exchange.exchange("abcd1234", null, () -> token));
    assertThat(elsewhere.requests()).isEmpty();
  }

  private void assertNotFollowed(int status, String to, String method, ThrowingCallable call) {
    redirect(status, to, method);

    assertThat(catchThrowable(call)).isInstanceOf(ApiException.class);

    assertThat(world.sandbox.requests()).hasSize(1);
    world.sandbox.clearRequests();
  }

  private void redirect(int status, String to, String method) {
    world.sandbox.fault(
        Fault.status(method, "/v1/", status, "{}").headers(Map.of("Location", to + "/v1/seen")));
  }
}

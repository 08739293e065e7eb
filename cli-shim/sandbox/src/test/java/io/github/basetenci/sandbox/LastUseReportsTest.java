package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list reports a last use as the test wants it. */
class LastUseReportsTest {
  private static final String CONTROL = "/_sandbox/last-uses";

  private final MovingClock clock = new MovingClock("2026-10-02T08:00:00Z");
  private Sandbox sandbox;
  private Client admin;
  private String watched;

  @BeforeEach
  void begin() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
    admin = Client.of(sandbox, KeyType.PERSONAL);
    watched = sandbox.key(KeyType.WORKSPACE_INVOKE);
  }

  @AfterEach
  void end() throws IOException {
    sandbox.close();
  }

  @Test
  void everyCallMovesTheLastUseAlsoOneThatIsRefused() throws Exception {
    assertThat(used().isNull()).isTrue();

    assertThat(Client.bearer(sandbox, watched).get("/v1/users/me").status()).isEqualTo(403);
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:00:00Z");

    clock.move(Duration.ofMinutes(1));
    Client.bearer(sandbox, watched).get("/v1/api_keys");
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:01:00Z");
  }

  @Test
  void aLateReportShowsAUseOnlyAfterTheLag() throws Exception {
    sandbox.reportLastUses(LastUseReports.late(Duration.ofMinutes(10)));
    Client.bearer(sandbox, watched).get("/v1/users/me");
    clock.move(Duration.ofMinutes(5));
    Client.bearer(sandbox, watched).get("/v1/users/me");
    assertThat(used().isNull()).isTrue();

    clock.move(Duration.ofMinutes(5));
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:00:00Z");
    clock.move(Duration.ofMinutes(5));
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:05:00Z");
  }

  @Test
  void theFieldCanBeNullOrAbsentForEveryKey() throws Exception {
    Client.bearer(sandbox, watched).get("/v1/users/me");

    sandbox.reportLastUses(LastUseReports.NULL);
    assertThat(used().isNull()).isTrue();
    sandbox.reportLastUses(LastUseReports.ABSENT);
    assertThat(admin.get("/v1/api_keys").json().findValues("last_used_at")).isEmpty();
    sandbox.reportLastUses(LastUseReports.PROMPT);
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:00:00Z");
  }

  @Test
  void theTimeOfOneKeyCanGoBack() throws Exception {
    Client.bearer(sandbox, watched).get("/v1/users/me");

    sandbox.reportLastUse(prefix(), Instant.parse("2026-10-01T00:00:00Z"));
    assertThat(used().textValue()).isEqualTo("2026-10-01T00:00:00Z");
    sandbox.reportLastUse(prefix(), null);
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:00:00Z");
  }

  @Test
  void anotherProcessControlsTheReportsByCalls() throws Exception {
    Client.bearer(sandbox, watched).get("/v1/users/me");

    admin.post(CONTROL, "{'report':'time','lag_seconds':60}");
    assertThat(used().isNull()).isTrue();
    admin.post(CONTROL, "{'prefix':'" + prefix() + "','time':'2026-10-01T00:00:00Z'}");
    assertThat(used().textValue()).isEqualTo("2026-10-01T00:00:00Z");
    admin.post(CONTROL, "{'report':'null'}");
    assertThat(used().isNull()).isTrue();
    admin.post(CONTROL, "{'report':'absent'}");
    assertThat(used().isMissingNode()).isTrue();
    admin.delete(CONTROL);
    admin.post(CONTROL, "{'prefix':'" + prefix() + "'}");
    assertThat(used().textValue()).isEqualTo("2026-10-02T08:00:00Z");
  }

  @Test
  void aCallThatControlsNothingIsRefused() throws Exception {
    String bad = "{'prefix':'" + prefix() + "','time':'noon'}";

    assertThat(admin.post(CONTROL, "{'report':'soon'}").status()).isEqualTo(400);
    assertThat(admin.post(CONTROL, bad).status()).isEqualTo(400);
    assertThat(admin.post(CONTROL, "{'lag_seconds':-1}").status()).isEqualTo(400);
  }

  private String prefix() {
    return watched.substring(0, watched.indexOf('.'));
  }

  private JsonNode used() throws Exception {
    for (JsonNode key : admin.get("/v1/api_keys").json().path("keys")) {
      if (key.path("prefix").textValue().equals(prefix())) {
        return key.path("last_used_at");
      }
    }
    throw new AssertionError("the key is not listed");
  }
}

package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceLoginEndpointsTest {
  private static final String AUTHORIZE = "/v1/users/auth/device/authorize";
  private static final String TOKEN = "/v1/users/auth/device/token";
  private static final String LOGOUT = "/v1/users/auth/logout";
  private static final String CLIENT = "client_id=baseten-cli";

  private final MovingClock clock = new MovingClock();
  @AutoClose private Sandbox sandbox;
  private Client nobody;

  @BeforeEach
  void start() throws IOException {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withClock(clock)
                .withTokens(Duration.ofSeconds(3), Duration.ofHours(1)));
    nobody = Client.withHeader(sandbox, "");
  }

  @Test
  void aLoginWaitsUntilAPersonApproves() throws Exception {
    Reply start = nobody.form(AUTHORIZE, CLIENT);
    String code = start.text("/user_code");

    assertThat(start.json().at("/interval").asInt()).isEqualTo(3);
    assertThat(start.json().at("/expires_in").asInt()).isEqualTo(600);
    assertThat(start.text("/verification_uri_complete"))
        .isEqualTo(sandbox.url() + "/_sandbox/device?user_code=" + code);
    assertThat(poll(start).text("/error")).isEqualTo("authorization_pending");
    assertThat(sandbox.waitingLogins()).containsExactly(code);
    assertThat(sandbox.approve(code)).isTrue();

    Reply tokens = poll(start);

    assertThat(tokens.json().at("/expires_in").asInt()).isEqualTo(3600);
    assertThat(me(tokens).text("/email")).isEqualTo("admin@sandbox.example");
    assertThat(poll(start).text("/error")).isEqualTo("invalid_grant");
    assertThat(sandbox.waitingLogins()).isEmpty();
  }

  @Test
  void aDeniedLoginEnds() throws Exception {
    Reply start = nobody.form(AUTHORIZE, CLIENT);
    assertThat(sandbox.deny(start.text("/user_code"))).isTrue();

    assertThat(poll(start).text("/error")).isEqualTo("access_denied");
  }

  @Test
  void aLoginThatNobodyDecidesEnds() throws Exception {
    Reply start = nobody.form(AUTHORIZE, CLIENT);
    clock.move(Duration.ofMinutes(10));

    assertThat(poll(start).status()).isEqualTo(400);
    assertThat(poll(start).text("/error")).isEqualTo("expired_token");
  }

  @Test
  void anUnknownCodeDecidesNothing() {
    assertThat(sandbox.approve("NONE-NONE")).isFalse();
    assertThat(sandbox.deny("NONE-NONE")).isFalse();
  }

  @Test
  void aPersonDecidesOverHttpToo() throws Exception {
    Reply start = nobody.form(AUTHORIZE, CLIENT);
    String code = start.text("/user_code");
    assertThat(nobody.get("/_sandbox/device").text("/waiting/0")).isEqualTo(code);

    assertThat(nobody.post("/_sandbox/approve", "{'user_code':'" + code + "'}").status())
        .isEqualTo(200);

    assertThat(poll(start).status()).isEqualTo(200);
    assertThat(nobody.post("/_sandbox/deny", "{'user_code':'" + code + "'}").status())
        .isEqualTo(404);
  }

  @Test
  void aRefreshTokenWorksOnceAndReplacesThePair() throws Exception {
    Reply first = login();
    String form =
        "grant_type=refresh_token&" + CLIENT + "&refresh_token=" + first.text("/refresh_token");

    Reply second = nobody.form(TOKEN, form);

    assertThat(me(second).status()).isEqualTo(200);
    assertThat(me(first).status()).isEqualTo(401);
    assertThat(nobody.form(TOKEN, form).text("/error")).isEqualTo("invalid_grant");
  }

  @Test
  void anAccessTokenAgesAndIsTakenAsBearerAlone() throws Exception {
    Reply tokens = login();
    String token = tokens.text("/access_token");

    assertThat(Client.withHeader(sandbox, "Api-Key " + token).get("/v1/users/me").status())
        .isEqualTo(401);
    clock.move(Duration.ofHours(1));
    assertThat(me(tokens).status()).isEqualTo(401);
  }

  @Test
  void logoutEndsTheSession() throws Exception {
    Reply tokens = login();
    Client session = Client.bearer(sandbox, tokens.text("/access_token"));

    assertThat(session.post(LOGOUT, "").status()).isEqualTo(200);

    assertThat(me(tokens).status()).isEqualTo(401);
    assertThat(session.post(LOGOUT, "").status()).isEqualTo(401);
    assertThat(
            nobody
                .form(
                    TOKEN,
                    "grant_type=refresh_token&"
                        + CLIENT
                        + "&refresh_token="
                        + tokens.text("/refresh_token"))
                .text("/error"))
        .isEqualTo("invalid_grant");
  }

  @Test
  void theClientMayNameItselfByBasicAuthorizationAsTheGoLibraryDoes() throws Exception {
    assertThat(Client.withHeader(sandbox, "Basic YmFzZXRlbi1jbGk6").form(AUTHORIZE, "").status())
        .isEqualTo(200);
    assertThat(nobody.form(AUTHORIZE, "client_id=other").text("/error"))
        .isEqualTo("invalid_client");
    assertThat(nobody.form(TOKEN, CLIENT + "&grant_type=password").text("/error"))
        .isEqualTo("unsupported_grant_type");
  }

  private Reply login() throws Exception {
    Reply start = nobody.form(AUTHORIZE, CLIENT);
    sandbox.approve(start.text("/user_code"));
    return poll(start);
  }

  private Reply poll(Reply start) throws Exception {
    return nobody.form(
        TOKEN,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&"
            + CLIENT
            + "&device_code="
            + start.text("/device_code"));
  }

  private Reply me(Reply tokens) throws Exception {
    return Client.bearer(sandbox, tokens.text("/access_token")).get("/v1/users/me");
  }
}

package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.sandbox.Client.Reply;
import io.github.basetenci.sandbox.Fault.Kind;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final String WHOAMI = "{'query':'query{organization{workspace_name}user{email}}'}";

  @Test
  void aTokenActsAsItsServiceAccount() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      Client token = Client.bearer(world.sandbox, world.login());

      Reply me = token.get("/v1/users/me");

      assertThat(me.text("/workspace_name")).isEqualTo("Sandbox");
      assertThat(me.json().at("/email").isNull()).isTrue();
      assertThat(token.get("/v1/teams").json().findValuesAsText("name"))
          .containsExactly(Sandbox.SECOND_TEAM);
      assertThat(token.post("/v1/secrets", "{'name':'s','value':'1'}").status()).isEqualTo(200);
      assertThat(world.sandbox.secretValue(Sandbox.SECOND_TEAM, "s")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WORKSPACE_MANAGE_ALL, 200, 200",
    "WORKSPACE_MANAGE_API_KEYS, 200, 403",
    "WORKSPACE_INVOKE, 403, 403",
    "WORKSPACE_EXPORT_METRICS, 403, 403",
  })
  void whatATokenMayDoIsWhatThePresetSays(KeyType preset, int me, int secrets) throws Exception {
    try (ExchangeWorld world =
        new ExchangeWorld(ExchangeOptions.defaults(), Writer.nullWriter(), preset)) {
      Client token = Client.bearer(world.sandbox, world.login());

      assertThat(token.get("/v1/users/me").status()).isEqualTo(me);
      assertThat(token.get("/v1/secrets").status()).isEqualTo(secrets);
    }
  }

  @Test
  void aTokenEnds() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      Client token = Client.bearer(world.sandbox, world.login());

      world.clock.move(Duration.ofSeconds(1799));
      assertThat(token.get("/v1/users/me").status()).isEqualTo(200);
      world.clock.move(Duration.ofSeconds(1));
      assertThat(token.get("/v1/users/me").status()).isEqualTo(401);
      assertThat(token.post("/graphql/", WHOAMI).status()).isEqualTo(401);
    }
  }

  @Test
  void aDisabledAccountStopsItsTokensAndExchanges() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      Client token = Client.bearer(world.sandbox, world.login());

      world.sandbox.disableServiceAccount("ci-deployer");
      assertThat(token.get("/v1/users/me").status()).isEqualTo(401);
      assertThat(world.exchange(world.token()).text("/error")).isEqualTo("invalid_grant");
      assertThat(world.reason()).contains("is disabled");

      world.sandbox.enableServiceAccount("ci-deployer");
      assertThat(token.get("/v1/users/me").status()).isEqualTo(200);
      assertThat(world.exchange(world.token()).status()).isEqualTo(200);
      assertThatThrownBy(() -> world.sandbox.disableServiceAccount("other"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void revokedTokensEndAndLaterOnesDoNot() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      Client first = Client.bearer(world.sandbox, world.login());
      world.sandbox.revokeTokens();
      Client second = Client.bearer(world.sandbox, world.login());

      assertThat(first.get("/v1/users/me").status()).isEqualTo(401);
      assertThat(second.get("/v1/users/me").status()).isEqualTo(200);
      assertThat(world.sandbox.tokens()).hasSize(2);
    }
  }

  @Test
  void apiKeyIsNoSchemeOfATokenUnlessSet() throws Exception {
    try (ExchangeWorld strict = new ExchangeWorld();
        ExchangeWorld lax =
            new ExchangeWorld(ExchangeOptions.defaults().withTakesApiKeyScheme(true))) {
      assertThat(status(strict, "Bearer ")).isEqualTo(200);
      assertThat(status(strict, "bearer ")).isEqualTo(200);
      assertThat(status(strict, "Api-Key ")).isEqualTo(401);
      assertThat(status(strict, "")).isEqualTo(401);
      assertThat(status(lax, "Api-Key ")).isEqualTo(200);
    }
  }

  @Test
  void graphqlCanBeRefusedToTokensAlone() throws Exception {
    try (ExchangeWorld with = new ExchangeWorld();
        ExchangeWorld without =
            new ExchangeWorld(ExchangeOptions.defaults().withTakesGraphql(false))) {
      Client refused = Client.bearer(without.sandbox, without.login());

      assertThat(
              Client.bearer(with.sandbox, with.login())
                  .post("/graphql/", WHOAMI)
                  .text("/data/organization/workspace_name"))
          .isEqualTo("Sandbox");
      assertThat(refused.post("/graphql/", WHOAMI).status()).isEqualTo(401);
      assertThat(refused.get("/v1/users/me").status()).isEqualTo(200);
      assertThat(Client.of(without.sandbox, KeyType.PERSONAL).post("/graphql/", WHOAMI).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aTokenKeepsItsEndAndAccountWhenTheRuleChanges() throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      Client admin = Client.of(world.sandbox, KeyType.PERSONAL);
      String token = world.login();
      String other =
          admin
              .post(
                  "/v1/service_accounts",
                  "{'name':'other','preset_permissions':{'kind':'WORKSPACE_INVOKE'},'team_id':'"
                      + world.sandbox.teamId(Sandbox.DEFAULT_TEAM)
                      + "'}")
              .text("/id");
      Reply changed =
          admin.patch(
              "/v1/access/trust_rules/" + ExchangeWorld.RULE,
              "{'service_account_id':'" + other + "','max_access_token_lifetime_seconds':60}");
      assertThat(changed.status()).isEqualTo(200);

      world.clock.move(Duration.ofSeconds(1799));
      assertThat(Client.bearer(world.sandbox, token).get("/v1/users/me").status()).isEqualTo(200);
      Reply next = world.exchange(world.token());
      assertThat(next.json().at("/expires_in").asInt()).isEqualTo(60);
      assertThat(
              Client.bearer(world.sandbox, next.text("/access_token")).get("/v1/users/me").status())
          .isEqualTo(403);
      assertThat(world.sandbox.tokens())
          .extracting(IssuedToken::serviceAccount)
          .containsExactly("ci-deployer", "other");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /v1/auth/token", "GET /v1/access/trust_rules"})
  void faultsMeetTheNewCallsToo(String call) throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      String method = call.substring(0, call.indexOf(' '));
      String path = call.substring(call.indexOf(' ') + 1);
      Client admin = Client.of(world.sandbox, KeyType.PERSONAL);
      world.sandbox.fault(Fault.status(method, path, 429, "{\"retry_after\":1}"));

      Reply reply = method.equals("GET") ? admin.get(path) : world.exchange(world.token());

      assertThat(reply.status()).isEqualTo(429);
      assertThat(world.sandbox.tokens()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CUT_BEFORE", "CUT_AFTER", "CUT_HEAD", "CUT_BODY"})
  void anAnswerCanBeLostAfterTheTokenWasGiven(Kind kind) throws Exception {
    try (ExchangeWorld world = new ExchangeWorld()) {
      world.sandbox.fault(Fault.of(kind, "POST", "/v1/auth/token"));

      assertThatThrownBy(() -> world.exchange(world.token())).isInstanceOf(IOException.class);
      assertThat(world.sandbox.tokens()).hasSize(kind == Kind.CUT_BEFORE ? 0 : 1);
    }
  }

  private static int status(ExchangeWorld world, String scheme) throws Exception {
    return Client.withHeader(world.sandbox, scheme + world.login()).get("/v1/users/me").status();
  }
}

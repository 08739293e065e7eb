package io.github.basetenci.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.sandbox.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustRuleEndpointsTest {
  private static final String PATH = "/v1/access/trust_rules";
  private static final String VERIFY = PATH + "/verify";
  private static final String CONDITION =
      "claims.repository_owner_id == '12345' && claims.sub.startsWith('repo:acme/models:')";

  private ExchangeWorld world;
  private Client admin;
  private String provider;
  private String account;

  @BeforeEach
  void start() throws Exception {
    world = new ExchangeWorld();
    admin = Client.of(world.sandbox, KeyType.PERSONAL);
    provider = admin.get("/v1/access/identity_providers").text("/items/0/id");
    account = admin.get("/v1/service_accounts").text("/items/0/id");
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
  }

  @Test
  void aRuleIsCreatedListedAndGot() throws Exception {
    Reply created = create(rule("second", CONDITION));
    String id = created.text("/id");

    assertThat(created.json())
        .hasToString(
            "{\"id\":\""
                + id
                + "\",\"name\":\"second\",\"identity_provider_id\":\""
                + provider
                + "\",\"identity_provider_name\":\"GitHub Actions\",\"service_account_id\":\""
                + account
                + "\",\"service_account_name\":\"ci-deployer\",\"condition\":\""
                + CONDITION
                + "\",\"audience\":\"https://api.baseten.co\","
                + "\"max_access_token_lifetime_seconds\":3600,\"description\":null,"
                + "\"created_by\":\""
                + admin.get("/v1/users/me").text("/user_id")
                + "\",\"created_at\":\"2026-08-18T10:00:00Z\","
                + "\"updated_at\":\"2026-08-18T10:00:00Z\"}");
    assertThat(admin.get(PATH + "/" + id).json()).isEqualTo(created.json());
    assertThat(admin.get(PATH).json().at("/items/1")).isEqualTo(created.json());
    assertThat(world.sandbox.trustRuleId("second")).isEqualTo(id).hasSize(8);
    assertThat(
            world
                .send(world.request(world.token()).put("audience", id))
                .json()
                .at("/expires_in")
                .asInt())
        .isEqualTo(3600);
  }

  @Test
  void onlyTheFieldsSentChange() throws Exception {
    world.clock.move(Duration.ofMinutes(1));
    Reply changed =
        admin.patch(
            PATH + "/" + ExchangeWorld.RULE,
            "{'audience':'other','description':'d','max_access_token_lifetime_seconds':60,"
                + "'condition':null,'name':null}");

    assertThat(changed.text("/audience")).isEqualTo("other");
    assertThat(changed.text("/description")).isEqualTo("d");
    assertThat(changed.text("/max_access_token_lifetime_seconds")).isEqualTo("60");
    assertThat(changed.text("/condition")).isEqualTo(ExchangeWorld.CONDITION);
    assertThat(changed.text("/name")).isEqualTo("main");
    assertThat(changed.text("/updated_at")).isEqualTo("2026-08-18T10:01:00Z");
    assertThat(changed.text("/created_at")).isEqualTo("2026-08-18T10:00:00Z");
    assertThat(world.exchange(world.token()).status()).isEqualTo(400);
    assertThat(
            world
                .exchange(world.token(world.claims().put("aud", "other")))
                .json()
                .at("/expires_in")
                .asInt())
        .isEqualTo(60);
  }

  @Test
  void aRefusedChangeChangesNothing() throws Exception {
    create(rule("second", CONDITION));
    Reply before = admin.get(PATH);

    for (String change :
        List.of(
            "{'audience':'other','name':'second'}",
            "{'audience':'other','condition':'claims.ref'}",
            "{'audience':'other','max_access_token_lifetime_seconds':59}",
            "{'audience':'other','service_account_id':'x'}",
            "{'audience':'other','identity_provider_id':'" + provider + "'}")) {
      assertThat(admin.patch(PATH + "/" + ExchangeWorld.RULE, change).status())
          .as(change)
          .isBetween(400, 422);
    }

    assertThat(admin.get(PATH).json()).isEqualTo(before.json());
    assertThat(admin.patch(PATH + "/other", "{}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "claims.repository_owner_id == '12345' ~ must pin a specific claims.sub",
        "claims.sub == 'x' ~ must compare claims.repository_owner_id with one text",
        "claims.sub == 'x' && claims.repository_owner == 'acme' ~ claims.repository_owner_id",
        "claims.sub == 'x' && claims.repository_owner_id.startsWith('1') ~ with one text",
        "claims.repository_owner_id == '1' && claims.sub.startsWith('') ~ must pin",
        "claims.repository_owner_id == '1' && claims.sub == 'a' || claims.sub == 'b' ~ must pin",
        "claims.repository_owner_id == '1' && claims.sub.matches('.*') ~ knows no condition",
        "claims.repository_owner_id == 1 && claims.sub == 'x' ~ knows no condition",
      })
  void aConditionThatIsNotEnoughIsRefusedWithItsReason(String condition, String reason)
      throws Exception {
    Reply verified = admin.postText(VERIFY, json(rule("x", condition)));

    assertThat(verified.status()).isEqualTo(200);
    assertThat(verified.text("/valid")).isEqualTo("false");
    assertThat(verified.text("/reason")).contains(reason);
    Reply created = create(rule("x", condition));
    assertThat(created.status()).isEqualTo(422);
    assertThat(created.text("/message")).isEqualTo(verified.text("/reason"));
    assertThat(admin.get(PATH).json().at("/items")).hasSize(1);
  }

  @Test
  void aGoodConditionIsVerifiedWithoutBeingKept() throws Exception {
    Reply verified = admin.postText(VERIFY, json(rule("x", CONDITION)));

    assertThat(verified.json()).hasToString("{\"valid\":true,\"reason\":null}");
    assertThat(admin.get(PATH).json().at("/items")).hasSize(1);
  }

  @Test
  void anotherProviderRequiresTheSubjectAlone() throws Exception {
    String google =
        admin
            .post("/v1/access/identity_providers", "{'predefined':{'kind':'GOOGLE_CLOUD'}}")
            .text("/id");

    assertThat(create(rule("google", "claims.sub == '1234'").replace(provider, google)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name':'main'",
        "'name':''",
        "'audience':''",
        "'audience':null",
        "'condition':''",
        "'max_access_token_lifetime_seconds':59",
        "'max_access_token_lifetime_seconds':3601",
        "'max_access_token_lifetime_seconds':'60'",
        "'max_access_token_lifetime_seconds':99999999999",
        "'description':1",
      })
  void theFieldsAreChecked(String field) throws Exception {
    String body = rule("second", CONDITION).replaceFirst("}$", "," + field + "}");

    assertThat(create(body).status()).isEqualTo(400);
    assertThat(create(rule("second", CONDITION)).status()).isEqualTo(200);
  }

  @Test
  void providerAndAccountMustExist() throws Exception {
    assertThat(create(rule("a", CONDITION).replace(provider, "x")).status()).isEqualTo(404);
    assertThat(create(rule("a", CONDITION).replace(account, "x")).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "PERSONAL, 200, 200",
    "WORKSPACE_MANAGE_API_KEYS, 200, 404",
    "WORKSPACE_MANAGE_ALL, 404, 404",
    "WORKSPACE_INVOKE, 403, 403",
  })
  void whoMayMakeARule(KeyType type, int team, int organization) throws Exception {
    String keys =
        admin
            .post(
                "/v1/service_accounts",
                "{'name':'keys','preset_permissions':{'kind':'WORKSPACE_MANAGE_API_KEYS'}}")
            .text("/id");
    admin = Client.of(world.sandbox, type);

    assertThat(create(rule("a", CONDITION)).status()).isEqualTo(team);
    assertThat(create(rule("b", CONDITION).replace(account, keys)).status())
        .isEqualTo(organization);
  }

  @Test
  void aListHasFilters() throws Exception {
    create(rule("second", CONDITION));
    String team = world.sandbox.teamId(Sandbox.SECOND_TEAM);

    assertThat(names("")).containsExactly("main", "second");
    assertThat(names("?name=second")).containsExactly("second");
    assertThat(names("?identity_provider_id=" + provider + "&service_account_id=" + account))
        .hasSize(2);
    assertThat(names("?identity_provider_id=x")).isEmpty();
    assertThat(names("?service_account_id=x")).isEmpty();
    assertThat(names("?team_id=" + team)).hasSize(2);
    assertThat(names("?team_id=x")).isEmpty();
    admin = Client.of(world.sandbox, KeyType.WORKSPACE_MANAGE_ALL);
    assertThat(names("")).isEmpty();
    assertThat(admin.get(PATH + "/" + ExchangeWorld.RULE).status()).isEqualTo(404);
  }

  @Test
  void aSandboxDoesNotStartWithARuleThatTheApiRefuses() {
    SeedRule good =
        SeedRule.of("a", ExchangeWorld.ISSUER, ExchangeWorld.CONDITION, "audience", "account");
    SandboxOptions options = SandboxOptions.defaults();
    List<SandboxOptions> wrong =
        List.of(
            options.withTrustRule(good).withTrustRule(good),
            options.withTrustRule(good.withLongest(Duration.ofSeconds(59))),
            options.withTrustRule(good.withLongest(Duration.ofSeconds(3601))),
            options.withTrustRule(
                SeedRule.of("a", ExchangeWorld.ISSUER, "claims.sub == 'x'", "b", "c")),
            options.withIssuer("https://issuer.example", "{}"));

    for (SandboxOptions each : wrong) {
      assertThatThrownBy(() -> Sandbox.start(each)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** The body of a rule with double quotes as single ones; the condition's own are escaped. */
  private String rule(String name, String condition) {
    return "{'name':'"
        + name
        + "','identity_provider_id':'"
        + provider
        + "','service_account_id':'"
        + account
        + "','condition':'"
        + condition.replace("'", "\\u0027")
        + "','audience':'https://api.baseten.co'}";
  }

  private static String json(String body) {
    return body.replace('\'', '"');
  }

  private Reply create(String body) throws IOException, InterruptedException {
    return admin.post(PATH, body);
  }

  private List<String> names(String query) throws Exception {
    return admin.get(PATH + query).json().at("/items").findValuesAsText("name");
  }
}

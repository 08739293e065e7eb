package io.github.basetenci.api;

import static io.github.basetenci.api.ApiWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementApiTest {
  @Fixture private ApiWorld world;

  @Test
  void meTellsThePersonBehindAPersonalKey() throws Exception {
    UserInfo me = world.as(KeyType.PERSONAL).me();

    assertThat(me.email()).isEqualTo("admin@sandbox.example");
    assertThat(me.workspaceName()).isEqualTo("Sandbox");
  }

  @Test
  void meTellsNoEmailForATeamKey() throws Exception {
    UserInfo me = world.as(KeyType.WORKSPACE_MANAGE_ALL).me();

    assertThat(me.userId()).startsWith("svc_");
    assertThat(me.email()).isNull();
  }

  @Test
  void anUnknownKeyIsA401AndAKeyWithoutRightsA403() throws Exception {
    ApiException unknown = refusal(() -> world.with("nosuch.key123456").me());
    ApiException inference = refusal(() -> world.as(KeyType.WORKSPACE_INVOKE).me());

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(inference.status()).isEqualTo(403);
    assertThat(inference.code()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void teamsTellWhichOneIsTheDefault() throws Exception {
    assertThat(world.as(KeyType.PERSONAL).teams())
        .filteredOn(Team::isDefault)
        .extracting(Team::name)
        .containsExactly(Sandbox.DEFAULT_TEAM);
  }

  @Test
  void aKeyIsCreatedInItsTeamListedUsedAndDeleted() throws Exception {
    ManagementApi admin = world.as(KeyType.PERSONAL);
    String team = world.sandbox.teamId(Sandbox.SECOND_TEAM);

    ApiKey created =
        admin.createApiKey(new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, "ci-2", null), team);

    assertThat(admin.apiKeys())
        .filteredOn(key -> key.prefix().equals(created.prefix()))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.name()).isEqualTo("ci-2");
              assertThat(key.type()).isEqualTo(ApiKeyType.WORKSPACE_MANAGE_ALL);
              assertThat(key.teamName()).isEqualTo(Sandbox.SECOND_TEAM);
            });
    assertThat(world.with(created.reveal()).me().userId()).startsWith("svc_");

    admin.deleteApiKey(created.prefix());

    assertThat(world.sandbox.accepts(created.reveal())).isFalse();
  }

  @Test
  void aKeyFindsItselfInTheListThatItManages() throws Exception {
    String prefix = ApiKey.prefixOf(world.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));

    assertThat(world.as(KeyType.WORKSPACE_MANAGE_API_KEYS).ownKey())
        .map(ApiKeyInfo::prefix)
        .contains(prefix);
    world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}"));
    assertThat(world.as(KeyType.WORKSPACE_MANAGE_API_KEYS).ownKey()).isEmpty();
  }

  @Test
  void aKeyThatIsGoneCanBeRevokedAndNotDeleted() throws Exception {
    ManagementApi admin = world.as(KeyType.PERSONAL);

    admin.revokeApiKey("nosuchky");

    assertThat(refusal(() -> admin.deleteApiKey("nosuchky")).isNotFound()).isTrue();
  }

  @Test
  void aRefusedRevocationIsToldAsSuch() {
    world.sandbox.fault(Fault.status("DELETE", "/v1/api_keys/", 403, "{}"));

    ApiException refusal = refusal(() -> world.as(KeyType.PERSONAL).revokeApiKey("nosuchky"));

    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.isNotFound()).isFalse();
  }

  @Test
  void aSecretIsSetListedAndDeletedInItsTeam() throws Exception {
    ManagementApi admin = world.as(KeyType.PERSONAL);
    String team = world.sandbox.teamId(Sandbox.SECOND_TEAM);

    admin.setSecret("hf token/ä", "v1", team);

    assertThat(world.sandbox.secretValue(Sandbox.SECOND_TEAM, "hf token/ä")).isEqualTo("v1");
    assertThat(admin.secrets(team)).extracting(SecretInfo::name).containsExactly("hf token/ä");
    assertThat(admin.secrets(null)).hasSize(1);

    admin.deleteSecret("hf token/ä", team);

    assertThat(admin.secrets(team)).isEmpty();
  }

  @Test
  void aKeyMayBeLimitedToModels() throws Exception {
    ManagementApi admin = world.as(KeyType.PERSONAL);

    ApiKey created =
        admin.createApiKey(
            new CreateApiKey(ApiKeyType.WORKSPACE_INVOKE, null, List.of("m1", "m2")), null);

    assertThat(admin.apiKeys())
        .filteredOn(key -> key.prefix().equals(created.prefix()))
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.name()).isNull();
              assertThat(key.modelIds()).containsExactly("m1", "m2");
              assertThat(key.owner()).isNull();
            });
  }

  @Test
  void theListCanBeOfOneTypeAndOfTheCallersOwnKeys() throws Exception {
    ManagementApi team = world.as(KeyType.WORKSPACE_MANAGE_ALL);
    ApiKey own =
        team.createApiKey(new CreateApiKey(ApiKeyType.WORKSPACE_INVOKE, "own", null), null);

    assertThat(team.apiKeys(new KeyFilter(ApiKeyType.WORKSPACE_INVOKE, false)))
        .extracting(ApiKeyInfo::name)
        .containsExactly("workspace-invoke", "own");
    assertThat(team.apiKeys(new KeyFilter(ApiKeyType.WORKSPACE_INVOKE, true)))
        .extracting(ApiKeyInfo::prefix)
        .containsExactly(own.prefix());
    assertThat(team.apiKeys(new KeyFilter(null, true))).hasSize(1);
    assertThat(team.apiKeys(KeyFilter.ALL)).hasSize(4);
  }

  @Test
  void aServerThatDoesNotKnowTheFilterSendsNoKeyOfAnotherType() throws Exception {
    world.sandbox.fault(
        Fault.status(
            "GET",
            "/v1/api_keys",
            200,
            "{\"keys\":[{\"prefix\":\"p\",\"type\":\"PERSONAL\"},{\"prefix\":\"r\",\"type\":\"ROUTES\"}]}"));

    assertThat(world.as(KeyType.PERSONAL).apiKeys(new KeyFilter(ApiKeyType.ROUTES, false)))
        .extracting(ApiKeyInfo::prefix)
        .containsExactly("r");
  }

  @Test
  void whichNewKeysTheOrganizationForbidsIsKnown() throws Exception {
    ManagementApi api = world.as(KeyType.WORKSPACE_MANAGE_ALL);
    assertThat(api.forbidsNewKeys(ApiKeyType.PERSONAL)).isFalse();

    world.sandbox.allow(new NewKeys(false, true));
    assertThat(api.forbidsNewKeys(ApiKeyType.PERSONAL)).isTrue();
    assertThat(api.forbidsNewKeys(ApiKeyType.WORKSPACE_INVOKE)).isFalse();

    world.sandbox.allow(new NewKeys(true, false));
    assertThat(api.forbidsNewKeys(ApiKeyType.PERSONAL)).isFalse();
    assertThat(api.forbidsNewKeys(ApiKeyType.WORKSPACE_INVOKE)).isTrue();
  }

  @Test
  void aBrokenConnectionForbidsNothingAndTheQuestionIsNotRepeated() throws Exception {
    world.sandbox.fault(Fault.of(Fault.Kind.CUT_BEFORE, "GET", "/v1/organizations/me").times(9));

    assertThat(world.as(KeyType.PERSONAL).forbidsNewKeys(ApiKeyType.PERSONAL)).isFalse();
    assertThat(world.sandbox.requests()).hasSize(1);
  }

  @Test
  void aPersonalKeyTellsItsOwner() throws Exception {
    assertThat(world.as(KeyType.PERSONAL).apiKeys())
        .filteredOn(key -> key.type().equals(ApiKeyType.PERSONAL))
        .singleElement()
        .satisfies(key -> assertThat(key.owner().email()).isEqualTo("admin@sandbox.example"));
  }

  @Test
  void theAccessTokenOfAnOAuthLoginIsTakenInPlaceOfAKey() throws Exception {
    String token = world.accessToken();

    assertThat(world.with(token).me().email()).isEqualTo("admin@sandbox.example");
  }

  @Test
  void theProductNamesItself() throws Exception {
    world.as(KeyType.PERSONAL).me();

    assertThat(world.sandbox.requests())
        .extracting(RequestEntry::userAgent)
        .containsExactly(TestHttp.USER_AGENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcdefgh.hunter2hunter2", "."})
  void onlyAPrefixIsEverPutIntoAPath(String prefix) {
    assertThatThrownBy(() -> world.as(KeyType.PERSONAL).deleteApiKey(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThat(world.sandbox.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void aNameThatWouldChangeThePathIsRefused(String name) {
    assertThatThrownBy(() -> world.as(KeyType.PERSONAL).deleteSecret(name, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(world.sandbox.requests()).isEmpty();
  }

  @Test
  void whatTheServerAddsOneDayIsTolerated() throws Exception {
    world.sandbox.fault(
        Fault.status(
            "GET",
            "/v1/api_keys",
            200,
            """
            {"keys":[{"prefix":"p","type":"OF_TOMORROW","name":null,"new":{"a":[1]},"model_ids":[]}],
             "also":"new"}"""));

    assertThat(world.as(KeyType.PERSONAL).apiKeys())
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.type()).hasToString("OF_TOMORROW");
              assertThat(key.type().isKnown()).isFalse();
              assertThat(key.teamName()).isNull();
            });
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2026-10-01T15:00:00Z,             2026-10-01T15:00:00Z
          2026-10-01T15:00:00.123456+00:00, 2026-10-01T15:00:00.123456Z
          2026-10-01T17:00:00+02:00,        2026-10-01T15:00:00Z
          yesterday,
          2026-10-01,
          '',
          """)
  void aKeyIsListedWithItsTimesAndATimeThatCannotBeReadIsNone(String sent, Instant read)
      throws Exception {
    world.sandbox.fault(
        Fault.status(
            "GET",
            "/v1/api_keys",
            200,
            """
            {"keys":[{"prefix":"p","type":"PERSONAL","created_at":"%s","last_used_at":"%s"},
                     {"prefix":"q","type":"PERSONAL","created_at":7,"last_used_at":null},
                     {"prefix":"r","type":"PERSONAL"}]}"""
                .formatted(sent, sent)));

    assertThat(world.as(KeyType.PERSONAL).apiKeys())
        .extracting(ApiKeyInfo::prefix, ApiKeyInfo::createdAt, ApiKeyInfo::lastUsedAt)
        .containsExactly(tuple("p", read, read), tuple("q", null, null), tuple("r", null, null));
  }
}

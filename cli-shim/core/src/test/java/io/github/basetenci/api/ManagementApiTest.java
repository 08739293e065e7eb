package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementApiTest {
  private final HttpTransport transport = TestHttp.transport();
  private final List<Duration> waits = new ArrayList<>();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start();
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void meTellsThePersonBehindAPersonalKey() throws Exception {
    UserInfo me = api(KeyType.PERSONAL).me();

    assertThat(me.email()).isEqualTo("admin@sandbox.example");
    assertThat(me.workspaceName()).isEqualTo("Sandbox");
  }

  @Test
  void meTellsNoEmailForATeamKey() throws Exception {
    UserInfo me = api(KeyType.WORKSPACE_MANAGE_ALL).me();

    assertThat(me.userId()).startsWith("svc_");
    assertThat(me.email()).isNull();
  }

  @Test
  void anUnknownKeyIsA401AndAKeyWithoutRightsA403() throws Exception {
    ApiException unknown = failure(() -> api("nosuch.key123456").me());
    ApiException inference = failure(() -> api(KeyType.WORKSPACE_INVOKE).me());

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(inference.status()).isEqualTo(403);
    assertThat(inference.code()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void teamsTellWhichOneIsTheDefault() throws Exception {
    assertThat(api(KeyType.PERSONAL).teams())
        .filteredOn(Team::isDefault)
        .extracting(Team::name)
        .containsExactly(Sandbox.DEFAULT_TEAM);
  }

  @Test
  void aKeyIsCreatedInItsTeamListedUsedAndDeleted() throws Exception {
    ManagementApi admin = api(KeyType.PERSONAL);
    String team = sandbox.teamId(Sandbox.SECOND_TEAM);

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
    assertThat(api(created.reveal()).me().userId()).startsWith("svc_");

    admin.deleteApiKey(created.prefix());

    assertThat(sandbox.accepts(created.reveal())).isFalse();
  }

  @Test
  void aSecretIsSetListedAndDeletedInItsTeam() throws Exception {
    ManagementApi admin = api(KeyType.PERSONAL);
    String team = sandbox.teamId(Sandbox.SECOND_TEAM);

    admin.setSecret("hf token/ä", "v1", team);

    assertThat(sandbox.secretValue(Sandbox.SECOND_TEAM, "hf token/ä")).isEqualTo("v1");
    assertThat(admin.secrets(team)).extracting(SecretInfo::name).containsExactly("hf token/ä");
    assertThat(admin.secrets(null)).hasSize(1);

    admin.deleteSecret("hf token/ä", team);

    assertThat(admin.secrets(team)).isEmpty();
  }

  private ManagementApi api(KeyType type) throws Exception {
    return api(sandbox.key(type));
  }

  private ManagementApi api(String key) throws Exception {
    return new ManagementApi(
        transport, sandbox.url(), ApiKey.of(key), TestHttp.inSeconds(20), waits::add);
  }

  private static ApiException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ApiException.class, call);
  }
}

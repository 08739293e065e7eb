package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.HttpSettings;
import io.github.basetenci.http.HttpTransport;
import io.github.basetenci.http.TestHttp;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Fixture;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyCheckTest {
  @Fixture private Sandbox sandbox;
  private KeyCheck check;

  @BeforeEach
  void begin() throws IOException {
    check =
        new KeyCheck(
            new ManagementClients(
                new Environment(Map.of()),
                new HttpTransport(HttpSettings.of("test")),
                TestHttp.farAway(),
                time -> {},
                note -> {}));
  }

  @ParameterizedTest
  @EnumSource(names = {"PERSONAL", "WORKSPACE_MANAGE_ALL", "WORKSPACE_MANAGE_API_KEYS"})
  void aKeyThatManagesIsToldItsType(KeyType type) throws Exception {
    assertThat(type(sandbox.key(type))).contains(new ApiKeyType(type.name()));
  }

  @ParameterizedTest
  @EnumSource(names = {"WORKSPACE_INVOKE", "WORKSPACE_EXPORT_METRICS"})
  void aKeyThatMayNotAskHasNoKnownType(KeyType type) throws Exception {
    assertThat(type(sandbox.key(type))).isEmpty();
  }

  @Test
  void aKeyThatIsNotListedHasNoKnownType() throws Exception {
    sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\":[]}"));

    assertThat(type(sandbox.key(KeyType.PERSONAL))).isEmpty();
  }

  @Test
  void aRefusedKeyIsAnError() {
    assertThatThrownBy(() -> type("nobody.knows"))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status()).isEqualTo(401));
  }

  private Optional<ApiKeyType> type(String key) throws Exception {
    return check.type(RemoteUrl.parse(sandbox.url().toString()), ApiKey.of(key));
  }
}

package io.github.basetenci.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.auth.LoginPlans.Destination;
import io.github.basetenci.json.Json;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.OAuthTokens;
import io.github.basetenci.store.PythonConfigparser;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a login with an access token writes, in the form that truss and baseten send as Bearer. */
class KeylessFilesTest {
  private static final Instant END = Instant.parse("2026-11-30T09:00:00.987Z");
  private static final Path FILE = Path.of("store");

  private static final String TRUSSRC =
      """
      [baseten]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      auth_type = oauth
      oauth_access_token = to%%ken.of-access
      oauth_refresh_token = none
      oauth_expires_at = 1796029200

      """;

  private static final String AUTH_JSON =
      """
      {
        "version": 1,
        "current": "baseten-ci",
        "profiles": {
          "baseten-ci": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "oauth",
            "oauth_credential": {
              "access_token": "to%ken.of-access",
              "refresh_token": "",
              "expiry": "2026-11-30T09:00:00Z"
            }
          }
        }
      }
      """;

  @Test
  void thePrivateFilesAreTheseBytes() throws Exception {
    PrivateLogin login = PrivateLogin.inDirectory(List.of(plan()), Path.of("/d"), true);

    assertThat(new String(login.files().get("trussrc"), UTF_8)).isEqualTo(TRUSSRC);
    assertThat(new String(login.files().get("auth.json"), UTF_8)).isEqualTo(AUTH_JSON);
  }

  @Test
  void noVariableHoldsTheTokenAndNoneHidesTheFiles() throws Exception {
    PrivateLogin login = PrivateLogin.inDirectory(List.of(plan()), Path.of("/d"), true);

    assertThat(login.set())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "USER_TRUSSRC_PATH", "/d/trussrc",
                "BASETEN_CONFIG_DIR", "/d",
                "BASETEN_PROFILE", "baseten-ci",
                "BASETEN_TRUSS_AUTH_KEYRING_DISABLED", "1",
                "TRUSS_NO_UPDATE_CHECK", "1"));
    assertThat(login.unset())
        .containsExactlyInAnyOrder(
            "BASETEN_API_KEY",
            "BASETEN_API_KEY_FILE",
            "BASETEN_TRUSS_AUTH_API_KEY",
            "BASETEN_TRUSS_AUTH_REMOTE_URL");
  }

  @Test
  void onRequestTheVariablesHoldTheToken() throws Exception {
    assertThat(PrivateLogin.inVariables(plan()).set())
        .containsEntry("BASETEN_API_KEY", "to%ken.of-access")
        .containsEntry("BASETEN_TRUSS_AUTH_API_KEY", "to%ken.of-access")
        .containsEntry("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://app.baseten.co");
  }

  @Test
  void configparserReadsTheTokenAsItIs() throws Exception {
    try (PythonConfigparser python = PythonConfigparser.start()) {
      assertThat(Json.compact(python.read(List.of(TRUSSRC.getBytes(UTF_8))).get(0)))
          .contains("\"to%ken.of-access\"")
          .contains("\"none\"");
    }
  }

  /** The word for no refresh token is none that could renew the token. */
  @Test
  void bothStoresSayWhenItEndsAndThatItCannotBeRenewed() throws Exception {
    OAuthTokens tokens = new OAuthTokens(Optional.of(Instant.parse("2026-11-30T09:00:00Z")), false);

    assertThat(TrussRc.parse(FILE, TRUSSRC.getBytes(UTF_8)).oauth("baseten")).contains(tokens);
    assertThat(AuthJson.parse(FILE, AUTH_JSON.getBytes(UTF_8)).oauth("baseten-ci"))
        .contains(tokens);
  }

  @Test
  void aKeyAndATokenTakeEachOthersPlace() throws Exception {
    LoginPlan byKey = plan().withCredential(new LoginCredential.Key(ApiKey.of("abc.def")));
    TrussRc trussrc = byKey.applyTo(TrussRc.empty(FILE));
    AuthJson authJson = byKey.applyTo(AuthJson.empty());

    TrussRc keyless = plan().applyTo(trussrc);
    assertThat(new String(keyless.toBytes(), UTF_8)).isEqualTo(TRUSSRC);
    assertThat(new String(plan().applyTo(authJson).toBytes(), UTF_8)).isEqualTo(AUTH_JSON);
    assertThat(byKey.applyTo(keyless).toBytes()).isEqualTo(trussrc.toBytes());
    assertThat(byKey.applyTo(plan().applyTo(authJson)).toBytes()).isEqualTo(authJson.toBytes());
  }

  @Test
  void aKeyForAllRemotesIsRefusedBesideAToken() throws Exception {
    TrussRc trussrc = TrussRc.parse(FILE, "[DEFAULT]\napi_key = k\n".getBytes(UTF_8));

    assertThatThrownBy(() -> plan().applyTo(trussrc))
        .hasMessageContaining("[DEFAULT] gives every remote api_key, which truss refuses beside");
  }

  @Test
  void noneOfTheValuesPrintsTheToken() throws Exception {
    assertThat(plan().toString() + plan().credential() + PrivateLogin.inVariables(plan()))
        .doesNotContain("to%ken");
    assertThat(plan().credential().shown()).isEmpty();
    assertThatThrownBy(() -> plan().key()).isInstanceOf(IllegalStateException.class);
  }

  private static LoginPlan plan() throws Exception {
    LoginPlans plans =
        new LoginPlans(new Environment(Map.of()), new SourceNames("profile", "remote", "url"));
    LoginPlans.Keyless keyless = plans.keyless(new Destination(null, null, null, null));
    assertThat(keyless.url()).isEqualTo(RemoteUrl.DEFAULT);
    return keyless.with(new LoginCredential.Token(AccessToken.of("to%ken.of-access"), END));
  }
}

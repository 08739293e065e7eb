package io.github.basetenci.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login by browser writes, byte for byte as the tools write it without a keyring. */
class SessionFilesTest {
  private static final Path FILE = Path.of("/home/ci/file");
  private static final Instant END = Instant.parse("2026-11-30T09:00:00Z");

  private static final String TRUSSRC =
      """
      [baseten]
      remote_provider = baseten
      remote_url = https://app.baseten.co
      auth_type = oauth
      oauth_access_token = acc%%ess.token
      oauth_refresh_token = refresh.token
      oauth_expires_at = 1796029200

      """;

  private static final String AUTH_JSON =
      """
      {
        "version": 1,
        "current": "baseten",
        "profiles": {
          "baseten": {
            "remote_url": "https://app.baseten.co",
            "auth_type": "oauth",
            "oauth_credential": {
              "access_token": "acc%ess.token",
              "refresh_token": "refresh.token",
              "expiry": "2026-11-30T09:00:00Z"
            }
          }
        }
      }
      """;

  @Test
  void theFilesAreThoseOfTheTools() throws Exception {
    assertThat(plan().applyTo(TrussRc.empty(FILE)).toBytes()).asString(UTF_8).isEqualTo(TRUSSRC);
    assertThat(plan().applyTo(AuthJson.empty()).toBytes()).asString(UTF_8).isEqualTo(AUTH_JSON);
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    assertThat(trussrc(TRUSSRC).session("baseten")).contains(tokens());
    assertThat(AuthJson.parse(FILE, AUTH_JSON.getBytes(UTF_8)).session("baseten"))
        .contains(tokens());
  }

  @Test
  void aTimeOfTheGoToolIsReadWithItsZone() throws Exception {
    String there = AUTH_JSON.replace("09:00:00Z", "11:00:00.123456789+02:00");

    assertThat(AuthJson.parse(FILE, there.getBytes(UTF_8)).session("baseten").orElseThrow())
        .extracting(OAuthSession::expires)
        .isEqualTo(END.plusNanos(123_456_789));
  }

  @Test
  void aTokenWithoutAnEndIsNeverDueAndIsWrittenAsSuch() throws Exception {
    String endless = AUTH_JSON.replace("2026-11-30T09:00:00Z", "0001-01-01T00:00:00Z");
    AuthJson store = AuthJson.parse(FILE, endless.getBytes(UTF_8));

    OAuthSession session = store.session("baseten").orElseThrow();

    assertThat(session.isDue(Instant.parse("9999-01-01T00:00:00Z"), Duration.ofDays(1))).isFalse();
    assertThat(store.withSession("baseten", "https://h", session, true).toBytes())
        .asString(UTF_8)
        .contains("\"expiry\": \"0001-01-01T00:00:00Z\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oauth_access_token = acc%%ess.token\n",
        "oauth_refresh_token = refresh.token\n",
        "oauth_expires_at = 1796029200\n",
        "1796029200",
        "auth_type = oauth\noauth_access_token = acc%%ess.token\n"
      })
  void aSectionWithoutAPartHasNoSession(String part) throws Exception {
    assertThat(trussrc(TRUSSRC.replace(part, "")).session("baseten")).isEmpty();
  }

  @Test
  void anAccessTokenOfATrustRuleIsNoSession() throws Exception {
    assertThat(trussrc(TRUSSRC.replace("refresh.token", "none")).session("baseten")).isEmpty();
    assertThat(
            AuthJson.parse(FILE, AUTH_JSON.replace("refresh.token", "").getBytes(UTF_8))
                .session("baseten"))
        .isEmpty();
  }

  @Test
  void aLoginKeepsTheTeamAndTheRestOfItsSection() throws Exception {
    String before =
        "# mine\n[baseten]\nteam = ml\nremote_provider = baseten\napi_key = a.b\nother = 1\n";

    String after = new String(plan().applyTo(trussrc(before)).toBytes(), UTF_8);

    assertThat(after)
        .startsWith("# mine\n[baseten]\nteam = ml\n")
        .contains("other = 1\n", "oauth_refresh_token = refresh.token\n")
        .doesNotContain("api_key");
  }

  @Test
  void aLabelGoesWithAKeyAlone() throws Exception {
    LoginPlan plan = plan();

    assertThatThrownBy(
            () -> new LoginPlan("r", "p", "label", plan.url(), plan.credential(), null, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TrussRc trussrc(String text) throws Exception {
    return TrussRc.parse(FILE, text.getBytes(UTF_8));
  }

  private static LoginPlan plan() throws Exception {
    return new LoginPlan(
        "baseten",
        "baseten",
        null,
        RemoteUrl.DEFAULT,
        new LoginCredential.Session(tokens()),
        null,
        true);
  }

  private static OAuthSession tokens() throws Exception {
    return new OAuthSession(AccessToken.of("acc%ess.token"), OAuthGrant.of("refresh.token"), END);
  }
}

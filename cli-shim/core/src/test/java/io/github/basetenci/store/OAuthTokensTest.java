package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OAuthTokensTest {
  private static final Path FILE = Path.of("/home/me/store");

  @Test
  void theTrussrcHasUnixSeconds() throws Exception {
    assertThat(
            trussrc(
                "oauth_access_token = a\noauth_refresh_token = r\noauth_expires_at = 1795168782"))
        .contains(new OAuthTokens(Optional.of(Instant.ofEpochSecond(1795168782)), true));
    assertThat(trussrc("oauth_access_token = a\noauth_expires_at = soon"))
        .contains(new OAuthTokens(Optional.empty(), false));
  }

  @Test
  void aRemoteWithoutAnAccessTokenHasNone() throws Exception {
    assertThat(trussrc("api_key = k")).isEmpty();
    assertThat(trussrc("oauth_access_token =\noauth_expires_at = 1")).isEmpty();
    assertThat(TrussRc.empty(FILE).oauth("me")).isEmpty();
  }

  @Test
  void authJsonHasGosTimes() throws Exception {
    assertThat(
            authJson(
                "\"access_token\":\"a\",\"refresh_token\":\"r\",\"expiry\":\"2026-08-18T12:34:56.12+02:00\""))
        .contains(new OAuthTokens(Optional.of(Instant.parse("2026-08-18T10:34:56.12Z")), true));
    assertThat(authJson("\"access_token\":\"a\",\"expiry\":\"0001-01-01T00:00:00Z\""))
        .contains(new OAuthTokens(Optional.empty(), false));
    assertThat(authJson("\"access_token\":\"a\""))
        .contains(new OAuthTokens(Optional.empty(), false));
    assertThat(authJson("")).isEmpty();
  }

  @Test
  void anExpiryThatGoCouldNotReadBreaksTheFile() {
    assertThatThrownBy(() -> authJson("\"access_token\":\"a\",\"expiry\":\"tomorrow\""))
        .isInstanceOf(StoreException.class)
        .hasMessage(FILE + ": expiry is not a time; correct it, or move the file away");
  }

  @Test
  void aTokenExpiresAtItsTimeAndNotBefore() {
    Instant end = Instant.parse("2026-08-18T10:00:00Z");
    OAuthTokens tokens = new OAuthTokens(Optional.of(end), true);

    assertThat(tokens.expiredAt(end)).isTrue();
    assertThat(tokens.expiredAt(end.minusSeconds(1))).isFalse();
    assertThat(new OAuthTokens(Optional.empty(), true).expiredAt(end)).isFalse();
  }

  private static Optional<OAuthTokens> trussrc(String section) throws StoreException {
    return TrussRc.parse(FILE, ("[me]\n" + section + "\n").getBytes(UTF_8)).oauth("me");
  }

  private static Optional<OAuthTokens> authJson(String credential) throws StoreException {
    String text =
        "{\"profiles\":{\"me\":{\"auth_type\":\"oauth\",\"oauth_credential\":{"
            + credential
            + "}}}}";
    return AuthJson.parse(FILE, text.getBytes(UTF_8)).oauth("me");
  }
}

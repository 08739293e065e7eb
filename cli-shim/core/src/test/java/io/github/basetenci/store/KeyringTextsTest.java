package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.key.AccessToken;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.OAuthGrant;
import io.github.basetenci.key.OAuthSession;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTextsTest {
  private static final Instant END = Instant.ofEpochSecond(1795168782);

  @Test
  void trussKeepsTheJsonOfPython() throws Exception {
    String tokens =
        "{\"auth_type\": \"oauth\", \"oauth_access_token\": \"AT\", \"oauth_refresh_token\":"
            + " \"RT\", \"oauth_expires_at\": \"1795168782\"}";
    assertThat(TrussKeyring.text(oauth(END))).isEqualTo(tokens);
    assertThat(TrussKeyring.parse("me", "oauth", tokens)).isEqualTo(oauth(END));

    String key = "{\"auth_type\": \"api_key\", \"api_key\": \"a\\\"b\\\\c\"}";
    assertThat(TrussKeyring.text(key("a\"b\\c"))).isEqualTo(key);
    assertThat(TrussKeyring.parse("me", "api_key", key)).isEqualTo(key("a\"b\\c"));
    assertThat(TrussKeyring.entry("me"))
        .isEqualTo(new KeyringEntry(KeyringEntry.Library.PYTHON_KEYRING, "baseten-truss", "me"));
  }

  @Test
  void trussReadsTheEndAsANumberToo() throws Exception {
    assertThat(
            TrussKeyring.parse(
                "me",
                "oauth",
                "{\"oauth_expires_at\":1795168782,\"oauth_refresh_token\":\"RT\","
                    + "\"oauth_access_token\":\"AT\",\"auth_type\":\"oauth\"}"))
        .isEqualTo(oauth(END));
  }

  @Test
  void trussCannotKeepTokensWithoutAnEnd() {
    assertThatThrownBy(() -> TrussKeyring.text(oauth(OAuthSession.NEVER)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AT",
        "[]",
        "{}",
        "{\"auth_type\": \"api_key\", \"api_key\": \"k\"}",
        "{\"auth_type\": \"oauth\", \"oauth_access_token\": \"AT\"}",
        "{\"auth_type\": \"oauth\", \"oauth_access_token\": \"AT\", \"oauth_refresh_token\":"
            + " \"RT\", \"oauth_expires_at\": \"soon\"}",
        "{\"auth_type\": \"oauth\", \"oauth_access_token\": \"AT\", \"oauth_refresh_token\":"
            + " \"RT\", \"oauth_expires_at\": \"9999999999999999\"}"
      })
  void whatTrussCannotUseIsRefusedWithTheNameOfTheRemoteAlone(String text) {
    assertThatThrownBy(() -> TrussKeyring.parse("me", "oauth", text))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the keyring's entry for remote 'me' is not one that truss can use; log in again")
        .hasNoCause();
  }

  @Test
  void basetenKeepsTheKeyAsItIs() throws Exception {
    assertThat(BasetenKeyring.text(key("abc.def"))).isEqualTo("abc.def");
    assertThat(BasetenKeyring.parse("me", "api_key", "abc.def")).isEqualTo(key("abc.def"));
    assertThat(BasetenKeyring.entry("me"))
        .isEqualTo(new KeyringEntry(KeyringEntry.Library.GO_KEYRING, "baseten-profile", "me"));
    assertThat(BasetenKeyring.olderEntry("https://app.baseten.co", "ci").service())
        .isEqualTo("baseten:https://app.baseten.co");
  }

  @Test
  void basetenKeepsTokensAsTheJsonOfGo() throws Exception {
    String tokens =
        "{\"access_token\":\"AT\",\"refresh_token\":\"RT\",\"expiry\":\"2026-11-20T09:59:42Z\"}";
    assertThat(BasetenKeyring.text(oauth(END))).isEqualTo(tokens);
    assertThat(BasetenKeyring.parse("me", "oauth", tokens)).isEqualTo(oauth(END));
    assertThat(BasetenKeyring.parse("me", "oauth", tokens.replace("09:59:42Z", "11:59:42.5+02:00")))
        .isEqualTo(oauth(END.plusMillis(500)));
  }

  @Test
  void basetenWritesGosZeroTimeForTokensThatNeverEnd() throws Exception {
    String tokens =
        "{\"access_token\":\"AT\",\"refresh_token\":\"RT\",\"expiry\":\"0001-01-01T00:00:00Z\"}";
    assertThat(BasetenKeyring.text(oauth(OAuthSession.NEVER))).isEqualTo(tokens);
    assertThat(BasetenKeyring.parse("me", "oauth", tokens)).isEqualTo(oauth(OAuthSession.NEVER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AT",
        "{}",
        "{\"access_token\":\"AT\",\"refresh_token\":7}",
        "{\"access_token\":\"AT\",\"refresh_token\":\"RT\",\"expiry\":\"soon\"}"
      })
  void whatBasetenCannotUseIsRefusedWithTheNameOfTheProfileAlone(String text) {
    assertThatThrownBy(() -> BasetenKeyring.parse("me", "oauth", text))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the keyring's entry for profile 'me' is not one that baseten can use; log in again")
        .hasNoCause();
  }

  @Test
  void noTextFormShowsASecret() throws Exception {
    assertThat(new Keyring.Value("abc.def").toString()).isEqualTo("Value[7 characters]");
    assertThat(oauth(END).toString()).doesNotContain("AT", "RT");
    assertThat(key("abc.def").toString()).doesNotContain("def");
  }

  private static LoginSecret key(String text) throws Exception {
    return new KeySecret(ApiKey.of(text));
  }

  private static OAuthSecret oauth(Instant end) {
    try {
      return new OAuthSecret(new OAuthSession(AccessToken.of("AT"), OAuthGrant.of("RT"), end));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

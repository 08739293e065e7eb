package io.github.basetenci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.key.ApiKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrussRcTest {
  private static final Path FILE = Path.of("/home/me/.trussrc");
  private static final String URL = "https://app.baseten.co";
  private static final String LOGIN =
      "[baseten]\nremote_provider = baseten\nremote_url = https://app.baseten.co\n"
          + "auth_type = api_key\napi_key = abc.def\n\n";

  @Test
  void aNewRemoteIsWrittenAsTrussWritesIt() throws Exception {
    assertThat(text(login("", null))).isEqualTo(LOGIN);
    assertThat(text(login("", "ml"))).isEqualTo(LOGIN.replace("\n\n", "\nteam = ml\n\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r",
        "# only a comment",
        "   ",
        "[a]\nk = v",
        "[a]\r\nk = v\r\n",
        "[a]\rk = v\r",
        "[a]\rk = v",
        "[a]\r\nk = v\r\n \r\n# c",
        "[a]\n   k = v\n\n\n",
        "[DEFAULT]\nteam = t",
        "\u2028\n[\u00e4]\nk = \u00e4",
      })
  void loginAndLogoutOfANewRemoteGiveBackTheSameBytes(String before) throws Exception {
    TrussRc in = login(before, null);
    assertThat(in.remote("baseten"))
        .hasValueSatisfying(r -> assertThat(r.apiKey()).isEqualTo("abc.def"));
    assertThat(text(in.without("baseten"))).isEqualTo(before);
  }

  @Test
  void logoutInAnyOrderLeavesTheFileAsItWas() throws Exception {
    TrussRc both = login("[a]\nk = v", null).withLogin("second", URL, ApiKey.of("x.y"), null);
    assertThat(text(both.without("baseten").without("second"))).isEqualTo("[a]\nk = v");
    assertThat(text(both.without("second").without("baseten"))).isEqualTo("[a]\nk = v");
  }

  @Test
  void loginKeepsTeamUnknownOptionsCommentsAndOtherRemotes() throws Exception {
    String before =
        "# mine\n"
            + "[z]\n"
            + "k = 50%\n"
            + "[baseten]\n"
            + "team = t\n"
            + "; note\n"
            + "REMOTE_URL: http://old\n"
            + "later = 1\n"
            + "# end\n";
    assertThat(text(login(before, null)))
        .isEqualTo(
            "# mine\n"
                + "[z]\n"
                + "k = 50%\n"
                + "[baseten]\n"
                + "team = t\n"
                + "; note\n"
                + "REMOTE_URL: https://app.baseten.co\n"
                + "later = 1\n"
                + "remote_provider = baseten\n"
                + "auth_type = api_key\n"
                + "api_key = abc.def\n"
                + "# end\n");
  }

  @Test
  void loginReplacesAnOauthLogin() throws Exception {
    TrussRc after =
        login(
            "[baseten]\nauth_type = oauth\noauth_access_token = a\noauth_refresh_token = r\n"
                + "oauth_expires_at = 1\n",
            null);
    assertThat(text(after)).doesNotContain("oauth");
    assertThat(after.remote("baseten").orElseThrow().oauth()).isFalse();
  }

  @Test
  void theSameLoginAgainChangesNoByte() throws Exception {
    assertThat(text(login(LOGIN, null))).isEqualTo(LOGIN);
  }

  @Test
  void aPercentInAKeyReadsBack() throws Exception {
    TrussRc after = TrussRc.empty(FILE).withLogin("a", URL, ApiKey.of("a%b.%(x)s"), null);
    assertThat(text(after)).contains("api_key = a%%b.%%(x)s\n");
    assertThat(after.remote("a").orElseThrow().apiKey()).isEqualTo("a%b.%(x)s");
  }

  @Test
  void readsEveryKindOfRemote() throws Exception {
    TrussRc file =
        parse(
            "[DEFAULT]\nteam = all\n"
                + "[plain]\napi_key = k\n"
                + "[keyring]\nauth_type = oauth\n"
                + "[inline]\nauth_type = oauth\noauth_access_token = a\n"
                + "[old]\nauth_type = other\noauth_access_token = a\n"
                + "[bare]\n");
    assertThat(file.remotes()).containsExactly("plain", "keyring", "inline", "old", "bare");
    assertThat(file.remote("plain").orElseThrow())
        .isEqualTo(new TrussRemote("plain", null, null, null, "k", noTokens(false), "all"));
    assertThat(file.remote("keyring").orElseThrow())
        .isEqualTo(new TrussRemote("keyring", null, null, "oauth", null, noTokens(true), "all"));
    assertThat(file.remote("inline").orElseThrow())
        .matches(TrussRemote::hasAccessToken)
        .matches(remote -> !remote.hasAllTokens());
    assertThat(file.remote("old").orElseThrow().oauth()).isTrue();
    assertThat(file.remote("bare").orElseThrow()).matches(remote -> !remote.hasAccessToken());
    assertThat(file.remote("none")).isEmpty();
  }

  @Test
  void aRemoteNeverPrintsItsKey() throws Exception {
    assertThat(login("", null).remote("baseten").orElseThrow())
        .asString()
        .isEqualTo("[baseten, https://app.baseten.co, api_key, null]");
  }

  @Test
  void logoutOfARemoteThatIsNotThereChangesNothing() throws Exception {
    TrussRc file = parse("[a]\nk = v");
    assertThat(file.without("b")).isSameAs(file);
  }

  @Test
  void logoutRemovesABrokenSectionToo() throws Exception {
    assertThat(text(parse("[a]\napi_key = 50%\n").without("a"))).isEmpty();
  }

  @Test
  void aBrokenFileIsAnErrorWithPathAndLine() {
    assertThatThrownBy(() -> parse("[a]\nsecret.key\n"))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "/home/me/.trussrc: line 2 is neither a [section] header nor an option of the form"
                + " name = value; correct it, or move the file away");
    assertThatThrownBy(() -> login("[baseten]\nother = 5%\n", null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/home/me/.trussrc: line 2 ");
  }

  @Test
  void loginRefusesASectionThatWouldInheritOauthTokens() {
    assertThatThrownBy(() -> login("[DEFAULT]\noauth_access_token = t\n", null))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("[DEFAULT]")
        .hasMessageContaining("oauth_access_token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "DEFAULT",
        "a]b",
        "[a",
        "a\nb",
        "a\u001bb",
        " a",
        "a ",
        "../x",
        "a/b",
        "a\\b",
        "..",
        "\u00e4",
        "<environment>"
      })
  void refusesNamesThatTrussOrAPathCannotHave(String name) {
    assertThatThrownBy(() -> TrussRc.checkName(name))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseten", "default", "a b", "team.eu-1", "me@example.com"})
  void acceptsOrdinaryNames(String name) throws Exception {
    TrussRc.checkName(name);
    assertThat(TrussRc.empty(FILE).withLogin(name, URL, ApiKey.of("k"), null).remotes())
        .containsExactly(name);
  }

  private static TrussRc parse(String text) throws StoreException {
    return TrussRc.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static TrussRc login(String before, String team) throws Exception {
    return parse(before).withLogin("baseten", URL, ApiKey.of("abc.def"), team);
  }

  private static String text(TrussRc file) {
    return new String(file.toBytes(), StandardCharsets.UTF_8);
  }

  private static TrussRemote.Tokens noTokens(boolean used) {
    return new TrussRemote.Tokens(Set.of(), used);
  }
}

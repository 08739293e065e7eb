package io.github.basetenci.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.baseten.co, https://app.baseten.co",
    "https://app.baseten.co/, https://app.baseten.co",
    "HTTPS://App.Baseten.co:443, https://App.Baseten.co:443",
    "https://app.baseten.co?, https://app.baseten.co",
    "https://app.baseten.co#, https://app.baseten.co",
    "http://localhost:8000/, http://localhost:8000",
    "http://127.9.9.9, http://127.9.9.9",
    "http://[::1]:81, http://[::1]:81",
    "http://app.localhost:81, http://app.localhost:81"
  })
  void aUrlIsNormalisedAsTheBasetenCommandDoes(String text, String normal) throws Exception {
    assertThat(RemoteUrl.parse(text)).hasToString(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://",
        "https:///x",
        "ftp://app.baseten.co",
        "https://app.baseten.co:99999",
        "https://under_score.example",
        "https://1.2.3",
        "https://app.baseten.co:port",
        "https://app baseten.co",
        "https://app.baseten.co\nx",
        "https://%61pp.baseten.co"
      })
  void textThatIsNoWebAddressIsInvalid(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .isInstanceOf(InvalidRemoteUrlException.class)
        .hasMessageStartingWith("the remote URL is invalid: \"")
        .hasMessageEndingWith("\"; write https://host[:port]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app.baseten.co", "https:app.baseten.co", "abcdefgh.hunter2hunter2"})
  void textWithoutASchemeIsNotShownSinceItMayBeAKey(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .hasMessage("the remote URL is no web address; write https://host[:port]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.baseten.co/x",
        "https://app.baseten.co?x=1",
        "https://app.baseten.co/#x"
      })
  void aPathAQueryAndAFragmentAreRefused(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .hasMessage("the remote URL must not include a path, query, or fragment: \"" + text + "\"");
  }

  @Test
  void aUserIsRefusedWithoutShowingThePassword() {
    assertThatThrownBy(() -> RemoteUrl.parse("https://user:hunter2@app.baseten.co"))
        .hasMessageContaining("must not include a user or a password")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.baseten.co",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://notlocalhost",
        "http://128.0.0.1",
        "http://[::2]"
      })
  void plainHttpIsForLoopbackAlone(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text)).hasMessageContaining("unencrypted");
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.baseten.co, https://api.baseten.co, true",
    "https://app.staging.baseten.co, https://api.staging.baseten.co, true",
    "https://app.dev.baseten.co, https://api.mc-dev.baseten.co, true",
    "http://localhost:8000, http://api.localhost:8000, true",
    "https://app.example.com:8443, https://api.example.com:8443, false",
    "https://example.com, https://api.example.com, false",
    "https://app.app.example.com, https://api.app.example.com, false",
    "http://localhost:8001, http://api.localhost:8001, false",
    "http://127.0.0.1:8000, http://127.0.0.1:8000, false",
    "http://[::1]:8000, http://[::1]:8000, false",
    "https://APP.baseten.co, https://api.APP.baseten.co, false"
  })
  void theManagementUrlFollowsTheTableAndElseTheHost(
      String remote, String management, boolean known) throws Exception {
    RemoteUrl url = RemoteUrl.parse(remote);

    assertThat(url.managementUrl()).hasToString(management);
    assertThat(url.isKnown()).isEqualTo(known);
  }

  @Test
  void theOverrideKeepsSchemeAndHostAlone() throws Exception {
    assertThat(RemoteUrl.managementOverride("http://127.0.0.1:9/v1?x"))
        .hasToString("http://127.0.0.1:9");
    assertThatThrownBy(() -> RemoteUrl.managementOverride("127.0.0.1:9"))
        .hasMessageContaining("BASETEN_MANAGEMENT_API_URL_OVERRIDE");
  }
}

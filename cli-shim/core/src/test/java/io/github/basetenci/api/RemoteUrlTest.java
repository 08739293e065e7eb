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
        "https://%61pp.baseten.co"
      })
  void textThatIsNoWebAddressIsInvalid(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .isInstanceOf(InvalidRemoteUrlException.class)
        .hasMessageStartingWith("the remote URL is invalid: \"")
        .hasMessageEndingWith("\"; write https://host[:port]");
  }

  /** The text, what is wrong with it, and how it is shown; {@code \\} escapes as in Java. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://app.baseten.co\\n"
            + "    | ends with a line end               | https://app.baseten.co\\n",
        "https://app.baseten.co\\r"
            + "\\n"
            + "  | ends with a line end               | https://app.baseten.co\\r"
            + "\\n",
        "https://app.baseten.co\\s    | ends with a blank                  |"
            + " `https://app.baseten.co `",
        "https://app.baseten.co/\\s   | ends with a blank                  |"
            + " `https://app.baseten.co/ `",
        "https://app.baseten.co\\t    | ends with a tab                    |"
            + " https://app.baseten.co\\t",
        "\\shttps://app.baseten.co    | begins with a blank                | `"
            + " https://app.baseten.co`",
        "\\n"
            + "https://app.baseten.co    | begins with a line end             | \\n"
            + "https://app.baseten.co",
        "\ufeffhttps://app.baseten.co | begins with a character that cannot be seen |"
            + " \\uFEFFhttps://app.baseten.co",
        "https://app.baseten.co\u00a0 | ends with a character that cannot be seen   |"
            + " https://app.baseten.co\\u00A0",
        "https://app.baseten.co\u200b | ends with a character that cannot be seen   |"
            + " https://app.baseten.co\\u200B",
        "https://app\u2003.baseten.co | has a character that cannot be seen in it   |"
            + " https://app\\u2003.baseten.co",
        "https://app\\sbaseten.co     | has a blank in it                  | https://app"
            + " baseten.co",
        "https://app.baseten.co\\n"
            + "x   | has a line end in it               | https://app.baseten.co\\n"
            + "x",
        "https://\\sapp.baseten.co    | has a blank in it                  | https://"
            + " app.baseten.co",
        "https://app.b\u0430seten.co  | has a character outside ASCII in it |"
            + " https://app.b\u0430seten.co",
        "\"https://app.baseten.co\"   | is in quotation marks              |"
            + " \"https://app.baseten.co\"",
        "'https://app.baseten.co'     | is in quotation marks              |"
            + " 'https://app.baseten.co'",
        "'https://app.baseten.co      | begins with a quotation mark       |"
            + " 'https://app.baseten.co",
        "https://app.baseten.co\"     | ends with a quotation mark         |"
            + " https://app.baseten.co\"",
      })
  void whatCameAlongWithAPastedUrlIsNamedAndShown(String text, String problem, String shown) {
    String pasted = text.replace("\\n", "\n").replace("\\r", "\r");
    pasted = pasted.replace("\\t", "\t").replace("\\s", " ");
    String sentence = problem + ": \"" + shown + "\"; write https://host[:port] and nothing else";

    String url = pasted;
    assertThatThrownBy(() -> RemoteUrl.parse(url)).hasMessage("the remote URL " + sentence);
    assertThatThrownBy(() -> RemoteUrl.managementOverride(url))
        .hasMessage("BASETEN_MANAGEMENT_API_URL_OVERRIDE " + sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:hunter2@app.baseten.co\n",
        " https://me:hunter2@app.baseten.co",
        "abcdefgh.hunter2hunter2\n",
        "'abcdefgh.hunter2hunter2'"
      })
  void whatMayBeAKeyOrAPasswordIsNotShownWhateverCameAlong(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .isInstanceOf(InvalidRemoteUrlException.class)
        .hasMessageNotContaining("hunter2");
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

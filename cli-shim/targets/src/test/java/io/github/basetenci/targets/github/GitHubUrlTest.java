package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://api.github.com",
    "https://api.github.com/, https://api.github.com",
    "https://github.example.com/api/v3/, https://github.example.com/api/v3",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
  })
  void publicServiceEnterpriseServerAndThisMachineAreReached(String text, String url)
      throws Exception {
    assertThat(GitHubUrl.parse(text)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://github.example.com/api/v3",
        "api.github.com",
        "ftp://api.github.com",
        "https://api.github.com?x=y",
        "https://api.github.com#x",
        "https://",
        "https://api.github.com:99999",
        "",
      })
  void noTokenGoesAnywhereElse(String text) {
    assertThatThrownBy(() -> GitHubUrl.parse(text))
        .isInstanceOf(InvalidSecretAddressException.class)
        .hasMessage(
            "The GitHub address %s cannot be used; write it as https://api.github.com or https://HOST/api/v3",
            text);
  }

  @Test
  void aPasswordInAnAddressIsNotShown() {
    assertThatThrownBy(() -> GitHubUrl.parse("https://me:hunter2@api.github.com"))
        .hasMessageStartingWith("The GitHub address cannot be used")
        .message()
        .doesNotContain("hunter2");
  }
}

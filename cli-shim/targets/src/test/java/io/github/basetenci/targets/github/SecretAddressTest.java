package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "github:acme/web/KEY",
        "github:octo-acme_emu/web.io/_K3Y",
        "github:acme/web/KEY@production",
        "github:acme/web/KEY@eu/west @ night",
        "github:acme/KEY",
        "github-dependabot:acme/web/KEY",
        "github-dependabot:acme/KEY",
        "github-codespaces:acme/web/KEY",
        "github-codespaces:acme/KEY",
        "github-codespaces:KEY",
      })
  void anAddressIsWrittenAsItIsRead(String spec) throws Exception {
    assertThat(SecretAddress.parse(spec)).hasToString(spec);
    assertThat(SecretAddress.claims(spec)).isTrue();
  }

  @Test
  void oneSecretHasOneName() throws Exception {
    assertThat(SecretAddress.parse("github:acme/web/baseten_api_key"))
        .isEqualTo(SecretAddress.parse("github:acme/web/BASETEN_API_KEY"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github:KEY | lacks the repository; write github:OWNER/REPOSITORY/NAME",
        "github-dependabot:KEY | lacks the repository; write github-dependabot:OWNER/REPOSITORY/NAME",
        "github:a/b/c/KEY | has too many parts",
        "github:acme/web/KEY@ | names no secret of GitHub",
        "github:acme/KEY@production | has an environment",
        "github-dependabot:acme/web/KEY@production | has an environment",
        "github:acme/web/1KEY | has no name that GitHub takes",
        "github:acme/web/ | has no name that GitHub takes",
        "github:acme/web/MY-KEY | has no name that GitHub takes",
        "github:acme/web/github_key | has no name that GitHub takes",
        "github:acme/web/KÈY | has no name that GitHub takes",
        "github:acme/../KEY | has no repository that GitHub could have",
        "github:acme/a b/KEY | has no repository that GitHub could have",
        "github:/web/KEY | has no owner that GitHub could have",
        "github:../KEY | has no owner that GitHub could have",
        "github-pages:acme/web/KEY | begins with none of github:, github-dependabot: and github-codespaces:",
        "github | names no secret of GitHub",
      })
  void whatNamesNoSecretIsSaid(String spec, String problem) {
    assertThatThrownBy(() -> SecretAddress.parse(spec))
        .isInstanceOf(InvalidSecretAddressException.class)
        .hasMessageStartingWith("The target " + spec + " " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trussrc:github", "file:/github:x", "githubber:x"})
  void otherTargetsAreLeftToOthers(String spec) {
    assertThat(SecretAddress.claims(spec)).isFalse();
  }
}

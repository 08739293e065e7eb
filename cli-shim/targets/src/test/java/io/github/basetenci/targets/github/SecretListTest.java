package io.github.basetenci.targets.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretListTest {
  @ParameterizedTest
  @CsvSource({
    "github:acme, github:acme/KEY",
    "github:acme/web, github:acme/web/KEY",
    "github:acme/web@pro/duction@2, github:acme/web/KEY@pro/duction@2",
    "github-dependabot:acme/web, github-dependabot:acme/web/KEY",
    "github-codespaces:acme, github-codespaces:acme/KEY",
  })
  void aSecretOfTheListHasTheFormOfATarget(String words, String target) {
    assertThat(SecretList.parse(words).orElseThrow().target("KEY")).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "github:",
        "github:a/b/c",
        "github:a b",
        "github:acme@production",
        "gitlab:acme",
        "github-dependabot:acme/web@production",
        "github-codespaces:",
        ""
      })
  void otherWordsAreNoList(String words) {
    assertThat(SecretList.parse(words)).isEmpty();
  }

  @Test
  void thePathIsThatOfTheSecrets() {
    SecretList list = SecretList.parse("github:acme/web@prod").orElseThrow();

    assertThat(list.scope().path(list.store()))
        .containsExactly("repos", "acme", "web", "environments", "prod", "secrets");
  }
}

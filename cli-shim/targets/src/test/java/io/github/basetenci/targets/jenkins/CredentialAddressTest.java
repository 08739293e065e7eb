package io.github.basetenci.targets.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialAddressTest {
  @ParameterizedTest
  @CsvSource({
    "jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/team-key, team-key",
    "jenkins:https://example.com/jenkins/manage/credentials/store/system/domain/x/credential/a.b, a.b",
    "jenkins:https://ci.example.com/job/ml/credentials/store/folder/domain/_/credential/team%20key, team key",
    "jenkins:http://localhost:8080/credentials/store/system/domain/_/credential/team-key, team-key",
  })
  void anAddressIsWrittenAsItIsRead(String spec, String id) throws Exception {
    assertThat(CredentialAddress.parse(spec)).hasToString(spec);
    assertThat(CredentialAddress.parse(spec).id()).isEqualTo(id);
    assertThat(CredentialAddress.parse(spec + "/")).isEqualTo(CredentialAddress.parse(spec));
    assertThat(CredentialAddress.claims(spec)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jenkins:http://ci.example.com/credentials/store/system/domain/_/credential/team-key",
        "jenkins:team-key",
        "jenkins:",
        "https://ci.example.com/credentials/store/system/domain/_/credential/team-key",
        "jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/a?b",
      })
  void noKeyGoesToAnUnsafeAddress(String spec) {
    assertThatThrownBy(() -> CredentialAddress.parse(spec))
        .isInstanceOf(InvalidCredentialAddressException.class)
        .hasMessage(
            "The target %s cannot be used; write jenkins: and the https address of the credential's"
                + " page, without user and query",
            spec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jenkins:https://ci.example.com/job/deploy",
        "jenkins:https://ci.example.com/credentials/store/system/domain/_",
        "jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/",
        "jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/a/update",
        "jenkins:https://ci.example.com/credentials/store/system/domain/_/credential/a%0A::error::b",
      })
  void anotherPageIsRefused(String spec) {
    assertThatThrownBy(() -> CredentialAddress.parse(spec))
        .isInstanceOf(InvalidCredentialAddressException.class)
        .hasMessageContaining("is not the page of a credential");
  }

  @Test
  void aPasswordInAnAddressIsNotShown() {
    assertThatThrownBy(() -> CredentialAddress.parse("jenkins:https://me:hunter2@ci.example.com/"))
        .message()
        .doesNotContain("hunter2");
  }
}

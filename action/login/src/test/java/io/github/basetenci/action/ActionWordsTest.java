package io.github.basetenci.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.text.Situation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a workflow reads where the library states a fact. */
class ActionWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KEY_MISSING | : set the input api-key, or the variable BASETEN_API_KEY",
        "CERTIFICATE_NOT_TRUSTED | ; if your company signs its own, give its CA to ca-certificate",
        "CA_FILE_UNUSABLE | ; name a PEM file with the certificate",
        "PROXY_REFUSES | ; ask its owner to allow the host, or add the host to NO_PROXY",
        "PROXY_LOGIN_MISSING | ; put user:password@ into the proxy variable",
        "STORED_URLS_DIFFER | ; say which with the input remote-url"
      })
  void theAdviceNamesInputs(Situation situation, String advice) {
    assertThat(ActionWords.ADVICE.on(situation, "x")).isEqualTo(advice);
  }

  @ParameterizedTest
  @EnumSource
  void noAdviceHoldsAFlagOrACommandOrAFileOfTheHost(Situation situation) {
    assertThat(ActionWords.ADVICE.on(situation, "x"))
        .doesNotContainPattern("--[a-z]|baseten-ci [a-z]|SSL_CERT_FILE");
  }

  @Test
  void aCertificateIsToldWithTheInputThatTrustsIt() {
    String fact = "the certificate of h:443 is not trusted or is for another name";

    assertThat(fact + ActionWords.ADVICE.on(Situation.CERTIFICATE_NOT_TRUSTED, ""))
        .isEqualTo(
            "the certificate of h:443 is not trusted or is for another name; if your company signs"
                + " its own, give its CA to ca-certificate");
  }
}

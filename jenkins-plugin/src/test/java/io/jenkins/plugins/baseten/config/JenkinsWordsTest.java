package io.jenkins.plugins.baseten.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.text.Situation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page or the log of a build says where the library states a fact. */
class JenkinsWordsTest {
    @ParameterizedTest
    @EnumSource
    void noAdviceHoldsAFlagACommandOrAVariable(Situation situation) {
        assertThat(JenkinsWords.ADVICE.on(situation, "x"))
                .doesNotContainPattern("--?[a-z]|baseten-ci|[A-Z]+_[A-Z]+|proxy variable|command line");
    }

    @ParameterizedTest
    @CsvSource({
        "CERTIFICATE_NOT_TRUSTED, trust store of the Java that runs the controller",
        "PROXY_REFUSES, No Proxy Host",
        "PROXY_LOGIN_MISSING, 'a password under Manage Jenkins, System, HTTP Proxy Configuration'",
        "PROXY_LOGIN_REFUSED, 'the password under Manage Jenkins, System, HTTP Proxy Configuration'",
        "PROXY_LOGIN_UNKNOWN, No Proxy Host",
        "KEY_MAY_BE_SCOPED, '\"The key is not limited to environments\" in its rotation policy'"
    })
    void theAdviceNamesWhatJenkinsHas(Situation situation, String words) {
        assertThat(JenkinsWords.ADVICE.on(situation, "x")).startsWith("; ").contains(words);
    }
}

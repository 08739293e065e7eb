package io.jenkins.plugins.baseten.login;

import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is too short to be masked is told before anybody relies on it. */
@WithJenkins
class ShortKeyTest {
    private static JenkinsRule r;
    private static int number;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @ParameterizedTest
    @CsvSource({"a, true", "abcdefg, true", "ab.cdef, true", "abcdefgh, false", "abcdefghijk, false"})
    void theLogWarnsOfAKeyThatItDoesNotMask(String key, boolean warns) throws Exception {
        String id = "short" + ++number;
        storeSecretText(id, key);
        String warning = "[baseten] warning: the key of the credential '" + id
                + "' is shorter than 8 characters, so it is not masked in this log; keys of Baseten are longer";
        for (String way : List.of(
                "withBaseten(credentialsId: '" + id + "')",
                "withBaseten(remotes: [[credentialsId: '" + id + "', remote: 'a']])",
                "withCredentials([basetenApiKey(credentialsId: '" + id + "')])")) {
            String log = JenkinsRule.getLog(
                    r.buildAndAssertSuccess(pipeline("job" + ++number, way + " { echo 'reached' }")));
            assertThat(log.contains(warning)).as(way).isEqualTo(warns);
            assertThat(log).contains("reached");
        }
    }

    @Test
    void theFormWarnsOfItToo() {
        BasetenApiKeyCredentialsImpl.DescriptorImpl form =
                r.jenkins.getDescriptorByType(BasetenApiKeyCredentialsImpl.DescriptorImpl.class);
        assertThat(form.doCheckSecret(null, null, "ab.cdef").getMessage()).contains("shorter than 8 characters");
        assertThat(form.doCheckSecret(null, null, "abcd.efgh").getMessage()).isNull();
    }
}

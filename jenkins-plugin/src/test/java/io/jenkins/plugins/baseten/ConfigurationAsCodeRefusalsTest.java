package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.Functions;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A YAML is refused for whatever a form would mark as wrong, and what was there before stays. */
@WithJenkins
class ConfigurationAsCodeRefusalsTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "trustedUrls: 'ftp://x'                   | line 1 of trustedUrls is invalid: \"ftp://x\"",
                "trustedUrls: 'http://example.com'        | line 1 of trustedUrls would send the key unencrypted",
                "trustedUrls: \"https://a.example\\n\\nhttps://b.example/path\" | line 3 of trustedUrls must not include a path",
                "trustedUrls: 'example.com'               | line 1 of trustedUrls is no web address",
                "tokenDirectories: \"/run/tokens\\n\\nrun\"  | line 3 of tokenDirectories is 'run', which is no absolute path",
                "tokenDirectories: '/x/..'                | line 1 of tokenDirectories is '/x/..', which is the whole file system",
                "warnAgeDays: -1                          | warnAgeDays is -1: Write a number of days, 0 for no warning",
                "warnUnusedDays: -90                      | warnUnusedDays is -90: Write a number of days, 0 for no warning",
                "rotationPolicies: [{GOOD}, {BAD, intervalDays: -1}] | rotationPolicies[1].intervalDays is -1: Write a number of days",
                "rotationPolicies: [{BAD, overlapHours: -1}]  | rotationPolicies[0].overlapHours is -1: Write a number of hours",
                "rotationPolicies: [{BAD, deadlineHours: -5}] | rotationPolicies[0].deadlineHours is -5: Write a number of hours",
                "rotationPolicies: [{BAD, overlapHours: 9, deadlineHours: 8}] | rotationPolicies[0].deadlineHours is 8 and overlapHours is 9: The deadline is shorter",
                "rotationPolicies: [{BAD, quietForHours: -1}] | rotationPolicies[0].quietForHours is -1: Write a number of hours",
                "rotationPolicies: [{BAD, quietForHours: 9, deadlineHours: 8}] | rotationPolicies[0].deadlineHours is 8 and quietForHours is 9: The deadline is shorter",
                "rotationPolicies: [{BAD, overlapHours: 2000}] | rotationPolicies[0].deadlineHours is 168 and overlapHours is 2000: The deadline is shorter",
            })
    void aSettingOfThePlugin(String setting, String sentence, @TempDir Path directory) {
        String yaml = "unclassified:\n  baseten:\n    "
                + setting.replace("GOOD", "credentialsId: a, mintingCredentialsId: m")
                        .replace("BAD", "credentialsId: b, mintingCredentialsId: m")
                + "\n";
        String attribute = setting.substring(0, setting.indexOf(':'));
        assertThatThrownBy(() -> configure(directory, yaml))
                .hasMessageContaining("Failed to set attribute '" + attribute + "'")
                .hasMessageContaining("jenkins.yaml:3 (path: baseten)")
                .hasStackTraceContaining(sentence);
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isNull();
        assertThat(BasetenConfiguration.get().getTokenDirectories()).isNull();
        assertThat(BasetenConfiguration.get().getRotationPolicies()).isEmpty();
        assertThat(BasetenConfiguration.get().getWarnAgeDays()).isEqualTo(180);
        assertThat(BasetenConfiguration.get().getWarnUnusedDays()).isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "http://example.com", "https://u:p@example.com", "app.baseten.co"})
    void anAddressThatNoKeyMayGoTo(String url, @TempDir Path directory) {
        String yaml = """
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - basetenApiKey:
                              id: wrong
                              secret: %s
                              remoteUrl: '%s'
                """;
        assertThatThrownBy(() -> configure(directory, String.format(yaml, KEY, url)))
                .hasMessageContaining("remoteUrl")
                .hasStackTraceContaining("remoteUrl of the credential 'wrong' ")
                .satisfies(e -> assertThat(Functions.printThrowable(e)).doesNotContain(KEY.substring(9)));
        assertThat(storeOf(r.jenkins).getCredentials(Domain.global())).isEmpty();
    }

    private static void configure(Path directory, String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }
}

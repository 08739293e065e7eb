package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The YAML of {@code docs/jenkins/controller.md} is what is read here. */
@WithJenkins
class ConfigurationAsCodeTest {
    private static final Pattern YAML =
            Pattern.compile("## Configuration as Code\n.*?```yaml\n(.*?)```", Pattern.DOTALL);

    private JenkinsRule r;

    @BeforeEach
    void start(JenkinsRule rule) {
        r = rule;
        System.setProperty("BASETEN_TEAM_KEY", KEY);
        System.setProperty("BASETEN_STAGING_KEY", OTHER_KEY);
        System.setProperty("BASETEN_MINTING_KEY", OTHER_KEY);
    }

    @AfterEach
    void forgetTheKeys() {
        System.clearProperty("BASETEN_TEAM_KEY");
        System.clearProperty("BASETEN_STAGING_KEY");
        System.clearProperty("BASETEN_MINTING_KEY");
    }

    @Test
    void theDocumentedYamlIsReadAndExportedWithoutAKey(@TempDir Path directory) throws Exception {
        configure(directory, documented());
        assertConfigured();

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        String exported = out.toString(StandardCharsets.UTF_8);
        assertThat(exported)
                .contains("basetenApiKey:", "team: \"ml-platform\"", "remoteUrl: \"https://app.staging.baseten.co\"")
                .contains("rotationPolicies:", "mintingCredentialsId: \"baseten-minting\"", "intervalDays: 30")
                .containsPattern("trustedUrls: .*https://baseten\\.example\\.com")
                .containsPattern("secret: \"\\{[A-Za-z0-9+/=]+}\"")
                .doesNotContain(KEY.substring(9))
                .doesNotContain(OTHER_KEY.substring(9));
    }

    @Test
    void twoPoliciesForOneCredentialAreRefused(@TempDir Path directory) {
        String yaml = """
                unclassified:
                  baseten:
                    rotationPolicies:
                      - credentialsId: team-key
                        mintingCredentialsId: minting
                      - credentialsId: team-key
                        mintingCredentialsId: minting
                """;
        assertThatThrownBy(() -> configure(directory, yaml))
                .hasStackTraceContaining("Two policies are for the credential 'team-key' of the controller; keep one");
        assertThat(BasetenConfiguration.get().getRotationPolicies()).isEmpty();
    }

    private static String documented() throws Exception {
        Matcher yaml = YAML.matcher(Files.readString(Path.of("..", "docs", "jenkins", "controller.md")));
        assertThat(yaml.find()).isTrue();
        return yaml.group(1);
    }

    private static void configure(Path directory, String yaml) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configure(file.toString());
    }

    private void assertConfigured() {
        assertThat(BasetenConfiguration.get().getTrustedUrls()).isEqualTo("https://baseten.example.com");
        RotationPolicy policy = BasetenConfiguration.get().getRotationPolicies().get(0);
        assertThat(policy.getCredentialsId()).isEqualTo("deploy-key");
        assertThat(policy.getMintingCredentialsId()).isEqualTo("baseten-minting");
        assertThat(policy.getFolder()).isEqualTo("ml");
        assertThat(policy.getIntervalDays()).isEqualTo(30);
        assertThat(policy.overlap()).isEqualTo(Duration.ofHours(2));
        assertThat(policy.deadline()).isEqualTo(Duration.ofDays(7));
        BasetenApiKeyCredentialsImpl team = only(Domain.global());
        assertThat(team.getId()).isEqualTo("team-key");
        assertThat(team.getScope()).isEqualTo(CredentialsScope.GLOBAL);
        assertThat(team.getDescription()).isEqualTo("Key of the ML team");
        assertThat(team.getSecret().getPlainText()).isEqualTo(KEY);
        assertThat(team.getTeam()).isEqualTo("ml-platform");
        assertThat(team.getRemoteUrl()).isNull();
        BasetenApiKeyCredentialsImpl staging = only(storeOf(r.jenkins).getDomainByName("staging"));
        assertThat(staging.getId()).isEqualTo("staging-key");
        assertThat(staging.getSecret().getPlainText()).isEqualTo(OTHER_KEY);
        assertThat(staging.getRemoteUrl()).isEqualTo("https://app.staging.baseten.co");
    }

    private BasetenApiKeyCredentialsImpl only(Domain domain) {
        List<BasetenApiKeyCredentialsImpl> found = storeOf(r.jenkins).getCredentials(domain).stream()
                .filter(BasetenApiKeyCredentialsImpl.class::isInstance)
                .map(BasetenApiKeyCredentialsImpl.class::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}

package io.jenkins.plugins.baseten.identity;

import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The YAML of {@code examples/jenkins-identity.yaml} is what is read here. */
@WithJenkins
class IdentityAsCodeTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "jenkins-identity.yaml");

    private JenkinsRule r;

    @BeforeEach
    void start(JenkinsRule rule) {
        r = rule;
    }

    @Test
    void theExampleIsReadAndExportedAsItWas(@TempDir Path directory) throws Exception {
        ConfigurationAsCode.get().configure(EXAMPLE.toString());
        assertConfigured();

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        String exported = out.toString(StandardCharsets.UTF_8);
        assertThat(exported)
                .contains("basetenWorkloadIdentity:", "trustRule: \"abcd1234\"", "audience: \"https://api.baseten.co\"")
                .containsPattern("agentCloud:\\s+cloud: \"aws\"")
                .containsPattern("agentFile:\\s+path: \"/var/run/secrets/baseten/token\"")
                .containsPattern("controllerFile:\\s+path: \"/run/baseten-tokens/ml/token\"")
                .containsPattern("credential:\\s+credentialsId: \"identity-token\"")
                .containsPattern("tokenDirectories: .*/run/baseten-tokens");
        Path again = directory.resolve("again.yaml");
        BasetenConfiguration.get().setTokenDirectories(null);
        Files.writeString(
                again,
                "credentials:" + section(exported, "credentials") + "unclassified:\n  baseten:\n"
                        + exported.lines()
                                .filter(line -> line.contains("tokenDirectories:"))
                                .findFirst()
                                .orElseThrow()
                        + "\n");
        ConfigurationAsCode.get().configure(again.toString());
        assertConfigured();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trustRule: abcd1234, source: {agentCloud: {cloud: ibm}} | is no cloud that is known here",
                "trustRule: abcd1234, source: {agentFile: {path: token}} | is no absolute path",
                "trustRule: abcd1234, source: {controllerFile: {path: token}} | is no absolute path",
                "trustRule: abcd1234, source: {credential: {}}           | The id of the secret text or secret file",
                "trustRule: abcd1234                                     | source of the credential 'wrong' is missing",
                "trustRule: 'https://a', source: {agentCloud: {cloud: aws}} | the id of the trust rule has a ':'",
                "trustRule: abcd1234, tokenLifetime: 10, source: {agentCloud: {cloud: aws}} | 60 to 3600 seconds"
            })
    void whatTheFormMarksAsWrongIsRefused(String fields, String sentence, @TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("jenkins.yaml"), """
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - basetenWorkloadIdentity: {id: wrong, %s}
                """.formatted(fields));
        assertThatThrownBy(() -> ConfigurationAsCode.get().configure(file.toString()))
                .hasStackTraceContaining(sentence);
        assertThat(stored()).isEmpty();
    }

    private void assertConfigured() {
        List<BasetenWorkloadIdentityCredentialsImpl> stored = stored();
        assertThat(stored)
                .extracting(BasetenWorkloadIdentityCredentialsImpl::getId)
                .containsExactly("baseten-team-key", "baseten-pods", "baseten-other", "baseten-controller");
        BasetenWorkloadIdentityCredentialsImpl team = stored.get(0);
        assertThat(team.getScope()).isEqualTo(CredentialsScope.GLOBAL);
        assertThat(team.getTrustRule()).isEqualTo("abcd1234");
        assertThat(team.getAudience()).isEqualTo("https://api.baseten.co");
        assertThat(team.getTeam()).isEqualTo("ml-platform");
        assertThat(team.getTokenLifetime()).isZero();
        assertThat(team.getSource())
                .isInstanceOfSatisfying(CloudTokenSource.class, source -> assertThat(source.getCloud())
                        .isEqualTo("aws"));
        assertThat(stored.get(1).getSource())
                .isInstanceOfSatisfying(AgentFileTokenSource.class, source -> assertThat(source.getPath())
                        .isEqualTo("/var/run/secrets/baseten/token"));
        assertThat(stored.get(2).getTokenLifetime()).isEqualTo(900);
        assertThat(stored.get(2).getSource())
                .isInstanceOfSatisfying(CredentialTokenSource.class, source -> assertThat(source.getCredentialsId())
                        .isEqualTo("identity-token"));
        assertThat(stored.get(3).getSource())
                .isInstanceOfSatisfying(ControllerFileTokenSource.class, source -> assertThat(source.getPath())
                        .isEqualTo("/run/baseten-tokens/ml/token"));
        assertThat(BasetenConfiguration.get().getTokenDirectories()).isEqualTo("/run/baseten-tokens");
    }

    private List<BasetenWorkloadIdentityCredentialsImpl> stored() {
        return storeOf(r.jenkins).getCredentials(Domain.global()).stream()
                .filter(BasetenWorkloadIdentityCredentialsImpl.class::isInstance)
                .map(BasetenWorkloadIdentityCredentialsImpl.class::cast)
                .toList();
    }

    /** The text of a section of an export, without its name. */
    private static String section(String yaml, String name) {
        int begin = yaml.indexOf("\n" + name + ":") + name.length() + 2;
        String rest = yaml.substring(begin);
        int end = rest.indexOf("\n"
                + rest.lines()
                        .skip(1)
                        .filter(line -> !line.isEmpty() && !line.startsWith(" ") && !line.startsWith("-"))
                        .findFirst()
                        .orElse("\0"));
        return end < 0 ? rest : rest.substring(0, end + 1);
    }
}

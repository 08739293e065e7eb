package io.jenkins.plugins.baseten.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A key that will not be rotated whatever its policy says has no date for it, but the reason. */
@WithJenkins
class NotRotatedTest {
    private static int count;
    private static JenkinsRule r;

    @TempDir
    private Path directory;

    private KeyWorld world;
    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void createTheKey() throws Exception {
        name = "key-" + ++count;
        world = new KeyWorld(name, r.jenkins);
        every(30);
    }

    @AfterEach
    void forgetEverything() throws Exception {
        world.close();
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
    }

    private void every(int days) {
        RotationPolicy policy = new RotationPolicy(name, name + "-minting");
        policy.setIntervalDays(days);
        BasetenConfiguration.get().putRotationPolicy(policy);
    }

    private void assertNotRotated(String... reason) {
        assertThat(world.row().next().text()).isEqualTo("not rotated");
        assertThat(world.row().next().iso()).isNull();
        assertThat(world.row().next().full()).startsWith("not rotated: ").contains(reason);
        assertThat(world.row().problems())
                .anySatisfy(problem -> assertThat(problem).contains(reason));
    }

    private void assertRotated() {
        assertThat(world.row().next().text()).matches("in (29|30) days");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30})
    void whatConfigurationAsCodeBringsIsNotRotated(int days) throws Exception {
        every(days);
        Rotations.get().checkDue();
        casc();
        assertNotRotated("comes from Configuration as Code");
        Rotations.get().checkDue();
        assertNotRotated("comes from Configuration as Code");
        assertThat(world.row().problems()).as("the reason is told once").hasSize(1);
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            HtmlPage page = browser.goTo(world.row().url());
            assertThat(page.getElementById("baseten-facts").asNormalizedText())
                    .containsPattern("Next rotation\\s+not rotated: .*comes from Configuration as Code");
        }
    }

    @Test
    void whatIsMendedHasADateAgain() throws Exception {
        Rotations.get().checkDue();
        assertRotated();
        Fixtures.storeSecretText("for-jobs-" + name, world.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
        RotationPolicy policy = new RotationPolicy(name, "for-jobs-" + name);
        policy.setIntervalDays(30);
        BasetenConfiguration.get().putRotationPolicy(policy);
        assertNotRotated("Jobs can use the credential");
        every(30);
        assertRotated();
    }

    @Test
    void aKeyThatAnotherCredentialHasTooIsNotRotated() throws Exception {
        Rotations.get().checkDue();
        Fixtures.store(
                "twin-of-" + name, world.oldKey.reveal(), world.sandbox.url().toString());
        assertNotRotated("the same key as twin-of-" + name);
    }

    @Test
    void aKeyThatTheServerDoesNotListIsNotRotated() throws Exception {
        Rotations.get().checkDue();
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\": []}"));
        Rotations.get().checkDue();
        assertNotRotated("the server does not list the key " + world.oldKey.prefix());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aKeyWhoseMintingKeyIsRefusedIsNotRotated(int status) throws Exception {
        Rotations.get().checkDue();
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", status, "{}"));
        Rotations.get().checkDue();
        assertNotRotated(String.valueOf(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aServerThatIsDownPostponesNothing(int status) throws Exception {
        Rotations.get().checkDue();
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", status, "{}"));
        Rotations.get().checkDue();
        assertRotated();
    }

    private void casc() throws Exception {
        String yaml = """
                credentials:
                  system:
                    domainCredentials:
                      - credentials:
                          - basetenApiKey:
                              scope: GLOBAL
                              id: "%1$s"
                              secret: "%2$s"
                              remoteUrl: "%4$s"
                          - basetenApiKey:
                              scope: SYSTEM
                              id: "%1$s-minting"
                              secret: "%3$s"
                              remoteUrl: "%4$s"
                """.formatted(
                name, world.oldKey.reveal(), world.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS), world.sandbox.url());
        ConfigurationAsCode.get()
                .configure(Files.writeString(directory.resolve("jenkins.yaml"), yaml)
                        .toString());
    }
}

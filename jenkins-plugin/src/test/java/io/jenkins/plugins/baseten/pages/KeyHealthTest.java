package io.jenkins.plugins.baseten.pages;

import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.keys.KeyFinding;
import io.jenkins.plugins.baseten.keys.KeyFinding.Kind;
import io.jenkins.plugins.baseten.keys.KeyHealth;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What administrators are warned of. */
@WithJenkins
class KeyHealthTest {
    private static JenkinsRule r;

    private KeyWorld world;
    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
        r.jenkins.setCrumbIssuer(null);
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void createTheKey(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        world = new KeyWorld(name, r.jenkins);
    }

    @AfterEach
    void forgetEverything() throws Exception {
        world.close();
        BasetenConfiguration.get().setRotationPolicies(null);
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        SystemCredentialsProvider.getInstance().save();
    }

    private List<KeyFinding> findings(Instant now) {
        return new KeyHealth(now)
                .all().stream().filter(finding -> finding.id().equals(world.id)).toList();
    }

    private List<KeyFinding> findings() {
        return findings(Instant.now());
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static void assertOnly(List<KeyFinding> findings, Kind kind, String sentence) {
        assertThat(findings).extracting(KeyFinding::kind).containsExactly(kind);
        assertThat(findings.get(0).sentence()).matches(sentence);
    }

    @Test
    void aKeyThatIsFineIsNotMentioned() {
        Rotations.get().checkDue();
        assertThat(findings()).isEmpty();
    }

    @Test
    void aKeyIsStaleAtTheAgeThatIsChosenAndUnusedAfterAnother() {
        Rotations.get().checkDue();
        assertOnly(
                findings(inDays(91)), Kind.UNUSED, "No use of the key is known since it was created 91 days ago; .*");
        assertThat(findings(inDays(181)))
                .extracting(KeyFinding::kind, KeyFinding::sentence)
                .contains(org.assertj.core.api.Assertions.tuple(
                        Kind.STALE, "The key is 181 days old, and 180 days are allowed."));
        BasetenConfiguration.get().setWarnAgeDays(0);
        BasetenConfiguration.get().setWarnUnusedDays(0);
        try {
            assertThat(findings(inDays(1_000))).isEmpty();
        } finally {
            BasetenConfiguration.get().setWarnAgeDays(180);
            BasetenConfiguration.get().setWarnUnusedDays(90);
        }
    }

    @Test
    void aKeyWithAPolicyIsStaleADayAfterItWasDue() {
        RotationPolicy policy = new RotationPolicy(name, name + "-minting");
        policy.setIntervalDays(30);
        BasetenConfiguration.get().putRotationPolicy(policy);
        Rotations.get().checkDue();
        assertThat(findings(inDays(30))).isEmpty();
        assertOnly(findings(inDays(32)), Kind.STALE, "The key is 32 days old, and 30 days are allowed\\.");
    }

    @Test
    void aKeyThatIsGoneAtBasetenIsNoticed() throws Exception {
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, "{\"keys\": []}"));
        Rotations.get().checkDue();
        assertOnly(
                findings(),
                Kind.CHECK,
                "The last check says: the server does not list the key " + world.oldKey.prefix() + ".*\\.");
    }

    @Test
    void aMintingKeyThatJobsCanUseIsNoticedAtOnce() throws Exception {
        BasetenConfiguration.get().putRotationPolicy(new RotationPolicy(name, "for-jobs"));
        storeSecretText("for-jobs", world.oldKey.reveal());
        assertOnly(findings(), Kind.MINTING, "Jobs can use the credential 'for-jobs'; .*");
        BasetenConfiguration.get().putRotationPolicy(new RotationPolicy(name, "nowhere"));
        assertOnly(findings(), Kind.MINTING, "The store of the controller has no secret text 'nowhere'");
    }

    @Test
    void aPolicyWithoutItsCredentialIsNoticed() {
        BasetenConfiguration.get().putRotationPolicy(new RotationPolicy("gone", name + "-minting"));
        assertThat(new KeyHealth(Instant.now()).all())
                .extracting(KeyFinding::id, KeyFinding::kind)
                .contains(org.assertj.core.api.Assertions.tuple(new KeyId("", "gone"), Kind.NO_CREDENTIAL));
    }

    @Test
    void theKeyOfAPersonInAJobIsNoticed() throws Exception {
        world.sandbox.fault(Fault.status("GET", "/v1/api_keys", 200, """
            {"keys": [{"prefix": "%s", "type": "PERSONAL", "name": "laptop", "owner": {"user_id": "u1"}}]}
            """.formatted(world.oldKey.prefix())));
        Rotations.get().checkDue();
        assertThat(findings()).isEmpty();
        WorkflowJob job = Fixtures.pipeline(
                "job-of-" + name,
                "withCredentials([string(credentialsId: '" + name + "', variable: 'K')]) { echo 'x' }");
        r.buildAndAssertSuccess(job);
        assertOnly(findings(), Kind.PERSONAL, "Jobs use the key of a person \\(1\\); .*");
    }

    @Test
    void oneKeyInTwoCredentialsIsNoticedAndNotShown() throws Exception {
        com.cloudbees.hudson.plugins.folder.Folder folder =
                r.createProject(com.cloudbees.hudson.plugins.folder.Folder.class, "deploy");
        storeOf(folder).addCredentials(Domain.global(), credential("copy", world.oldKey.reveal(), null));
        assertOnly(findings(), Kind.DUPLICATE, "It holds the same key as deploy/copy; give each a key of its own\\.");
        folder.delete();
    }

    @Test
    void aRevokedKeyThatComesBackIsNoticed() throws Exception {
        world.overlap(0);
        Rotations.get().checkDue();
        Rotations.get().rotate(world.id);
        world.awaitEnd(1);
        replaceKey(name, world.oldKey.reveal());
        Rotations.get().checkDue();
        assertThat(findings())
                .filteredOn(finding -> finding.kind() == Kind.OVERWRITTEN)
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).startsWith("A revoked key came back on "));
    }

    @Test
    void aRotationThatWaitsForAPersonIsNoticed() throws Exception {
        world.createSuccessor();
        Rotations.get().rotate(world.id);
        world.awaitStop();
        assertOnly(findings(), Kind.STOPPED, "Stopped: .* You decide\\.");
    }

    @Test
    void aRotationThatIsUnderWayIsNoFinding() throws Exception {
        Rotations.get().checkDue();
        Rotations.get().rotate(world.id);
        world.awaitState(RotationState.DRAINING);
        assertThat(findings()).isEmpty();
    }

    @Test
    void theWarningLeadsToTheKeyAndCanBeDismissed() throws Exception {
        KeyHealthMonitor monitor =
                r.jenkins.getExtensionList(KeyHealthMonitor.class).get(0);
        assertThat(findings()).isEmpty();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new BasetenApiKeyCredentialsImpl(
                        CredentialsScope.GLOBAL, "twin", null, Secret.fromString(world.oldKey.reveal())));
        SystemCredentialsProvider.getInstance().save();
        assertThat(monitor.isActivated()).isTrue();
        int asked = world.sandbox.requests().size();
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            HtmlPage manage = browser.goTo("manage/");
            assertThat(manage.getElementById("baseten-findings").asNormalizedText())
                    .contains(name + ": It holds the same key as twin; give each a key of its own.");
            assertThat(manage.getAnchorByText(name).getHrefAttribute())
                    .isEqualTo("/jenkins/manage/baseten-keys/key/" + name + "/");
            r.submit(manage.getFormByName(KeyHealthMonitor.class.getName()));
            assertThat(browser.goTo("manage/").getElementById("baseten-findings"))
                    .isNull();
        }
        assertThat(world.sandbox.requests()).hasSize(asked);
    }

    @Test
    void aRotationWhoseFolderIsGoneIsNoticedAndHasAPage() throws Exception {
        Folder folder = r.createProject(Folder.class, "a lost folder");
        try (KeyWorld lost = new KeyWorld("lost", folder)) {
            Rotations.get().rotate(lost.id);
            lost.awaitState(RotationState.DRAINING);
            folder.delete();
            KeyFinding finding = new KeyHealth(Instant.now())
                    .all().stream()
                            .filter(found -> found.id().equals(lost.id))
                            .findFirst()
                            .orElseThrow();
            assertThat(finding.kind()).isEqualTo(Kind.STOPPED);
            assertThat(finding.sentence()).contains("The credential is gone while its key is rotated");
            HtmlPage page = r.createWebClient().withJavaScriptEnabled(false).goTo(finding.url());
            ((HtmlElement) page.getElementById("baseten-abort")).click();
            lost.awaitWayBack();
        }
    }

    @Test
    void aRotationThatFailsAgainAndAgainIsNoticed() {
        assertThat(KeyHealth.isHeldUp(failed(5))).isFalse();
        assertThat(KeyHealth.isHeldUp(failed(6))).isTrue();
    }

    private RotationStatus failed(int times) {
        return new RotationStatus(
                world.id.toString(),
                new RotationStatus.Start(Instant.EPOCH, "alice"),
                null,
                new RotationStatus.Work(false, ""),
                new RotationStatus.Stop("no answer", null, Instant.EPOCH, times),
                "",
                List.of());
    }
}

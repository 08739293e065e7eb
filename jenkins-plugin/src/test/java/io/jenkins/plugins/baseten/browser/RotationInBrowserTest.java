package io.jenkins.plugins.baseten.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.util.Secret;
import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.api.CreateApiKey;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.ShiftedClock;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.RotationWork;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A release engineer, who is no administrator, rotates a key in a browser; and the pictures of the documentation. */
@Tag("long")
@WithJenkins
class RotationInBrowserTest {
    /** The age of the keys, which is less than the interval of their policies. */
    private static final Duration AGE = Duration.ofDays(78);

    private JenkinsRule jenkins;
    private Sandbox sandbox;
    private String oldKey;
    private Chromium browser;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        browser = Chromium.start();
        ShiftedClock clock = new ShiftedClock(AGE.negated());
        sandbox = Sandbox.start(SandboxOptions.defaults().withWorkspace("Acme").withClock(clock));
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ, Item.READ, RotationPermissions.ROTATE)
                .everywhere()
                .to("rosa"));
        BasetenConfiguration configuration = BasetenConfiguration.get();
        configuration.setTrustedUrls(sandbox.url().toString());
        oldKey = create("ci");
        store(CredentialsScope.GLOBAL, "export-key", "Reads metrics", create("export"));
        store(CredentialsScope.GLOBAL, "team-key", "Deploys to Acme", oldKey);
        store(CredentialsScope.SYSTEM, "minting", null, sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS));
        RotationPolicy policy = new RotationPolicy("team-key", "minting");
        policy.setIntervalDays(90);
        policy.setOverlapHours(0);
        configuration.setRotationPolicies(List.of(policy));
        clock.ahead = Duration.ZERO;
    }

    @AfterEach
    void stop() throws Exception {
        if (sandbox != null) {
            sandbox.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private String create(String name) throws Exception {
        return BasetenClients.open(
                        TrustedUrl.of(RemoteUrl.parse(sandbox.url().toString())),
                        ApiKey.of(sandbox.key(KeyType.PERSONAL)))
                .createApiKey(new CreateApiKey(ApiKeyType.WORKSPACE_MANAGE_ALL, name, null), sandbox.teamId("Default"))
                .reveal();
    }

    private void store(CredentialsScope scope, String id, String description, String key) throws Exception {
        BasetenApiKeyCredentialsImpl credential =
                new BasetenApiKeyCredentialsImpl(scope, id, description, Secret.fromString(key));
        credential.setRemoteUrl(sandbox.url().toString());
        Fixtures.addToSystem(credential);
    }

    @Test
    void rotatesAndWatchesTheBuildThatHoldsTheOldKeyLetGoOfIt() throws Exception {
        WorkflowRun build = holdTheKey();
        RotationPolicy export = new RotationPolicy("export-key", "minting");
        export.setIntervalDays(90);
        BasetenConfiguration.get().putRotationPolicy(export);
        Rotations.get().checkDue();
        browser.logIn(jenkins.getURL().toString(), "rosa");
        browser.open(jenkins.getURL().toString());
        browser.see(By.id("header-more-actions")).click();
        browser.see(By.cssSelector("a[href*='baseten-keys']")).click();
        browser.seeText("Deploys to Acme");
        browser.see(By.linkText("team-key")).click();
        browser.see(By.id("baseten-plan")).click();
        browser.seeText("'ci-2'");
        browser.picture("plan");
        assertThat(sandbox.keyNames()).doesNotContain("ci-2");
        browser.driver().navigate().back();
        press("baseten-rotate", "confirm");
        browser.seeText("Draining");
        browser.seeText("goes on working while a running build uses it, at the latest until");
        browser.seeText("train#1");
        browser.picture("draining");
        browser.open(jenkins.getURL() + "manage/baseten-keys/");
        browser.see(By.cssSelector("#baseten-unfinished [aria-current=step]"));
        browser.picture("keys");
        browser.width(500);
        browser.wholePage("narrow");
        browser.wholeWindow();
        browser.darken();
        browser.picture("dark");
        browser.see(By.cssSelector("#baseten-unfinished a")).click();
        assertThat(sandbox.accepts(oldKey)).isTrue();
        assertThat(sandbox.accepts(stored())).isTrue();
        assertThat(stored()).isNotEqualTo(oldKey);

        SemaphoreStep.success("hold/1", null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        eventually("Done");
        assertThat(sandbox.accepts(oldKey)).isFalse();
        assertThat(sandbox.accepts(stored())).isTrue();
        browser.picture("history");
        assertThat(browser.driver().getPageSource()).doesNotContain(secretOf(oldKey), secretOf(stored()));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void abortsWhileTheOldKeyStillLives() throws Exception {
        WorkflowRun build = holdTheKey();
        browser.logIn(jenkins.getURL().toString(), "rosa");
        browser.open(jenkins.getURL() + "manage/baseten-keys/");
        browser.see(By.linkText("team-key")).click();
        press("baseten-rotate", "confirm");
        browser.seeText("Draining");
        String newKey = stored();
        press("baseten-abort", "confirm-abort");
        SemaphoreStep.success("hold/1", null);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        eventually("Rolled back");
        assertThat(stored()).isEqualTo(oldKey);
        assertThat(sandbox.accepts(oldKey)).isTrue();
        assertThat(sandbox.accepts(newKey)).isFalse();
        browser.picture("aborted");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anAdministratorSetsThePolicyAndIsToldOfARevokedKeyThatComesBack() throws Exception {
        browser.logIn(jenkins.getURL().toString(), "alice");
        browser.open(jenkins.getURL() + "manage/configure");
        WebElement days = browser.see(By.cssSelector("input[name='_.intervalDays']"));
        days.sendKeys(Keys.chord(Keys.CONTROL, "a"), "30", Keys.TAB);
        browser.pictureOf(
                "policy",
                By.cssSelector("[descriptorid$=RotationPolicy], .repeated-chunk:has([name='_.intervalDays'])"));
        browser.see(By.cssSelector("button[name=Submit]")).click();
        browser.see(By.cssSelector("a[href*='manage']"));
        RotationPolicy policy = BasetenConfiguration.get().getRotationPolicies().get(0);
        assertThat(policy.getIntervalDays()).isEqualTo(30);
        assertThat(policy.getCredentialsId()).isEqualTo("team-key");
        assertThat(policy.getMintingCredentialsId()).isEqualTo("minting");

        browser.open(jenkins.getURL() + "manage/baseten-keys/key/team-key/");
        press("baseten-rotate", "confirm-administrator");
        eventually("Done");
        Fixtures.replaceKey("team-key", oldKey);
        while (Rotations.get().overwritten().isEmpty()) {
            Thread.sleep(50);
        }
        browser.open(jenkins.getURL() + "manage/");
        browser.seeText("A revoked key came back");
        browser.pictureOf("monitor", By.id("baseten-findings"));
        assertThat(browser.complaints()).isEmpty();
    }

    /** Starts a build that is inside a block. */
    private WorkflowRun holdTheKey() throws Exception {
        WorkflowRun build = Fixtures.pipeline(
                        "train", "node { withBaseten(credentialsId: 'team-key') { semaphore 'hold' } }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("hold/1", build);
        return build;
    }

    /** Presses a button and the one of the dialog that asks again. */
    private void press(String button, String picture) throws Exception {
        browser.click(By.id(button));
        browser.see(By.cssSelector("dialog[open] [data-id=ok]"));
        browser.picture(picture);
        browser.click(By.cssSelector("dialog[open] [data-id=ok]"));
    }

    /** Waits, without loading the page again, until the history has a rotation that ended so. */
    private void eventually(String outcome) {
        Await.until(() -> "'" + outcome + "' in " + browser.text(), () -> {
            ExtensionList.lookupSingleton(RotationWork.class).run();
            return browser.textOf("baseten-history").contains(outcome);
        });
    }

    private static String stored() {
        return com.cloudbees.plugins.credentials.CredentialsProvider.lookupCredentialsInItemGroup(
                        BasetenApiKeyCredentials.class, Jenkins.get(), hudson.security.ACL.SYSTEM2)
                .stream()
                .filter(credential -> credential.getId().equals("team-key"))
                .findFirst()
                .orElseThrow()
                .getSecret()
                .getPlainText();
    }

    private static String secretOf(String key) {
        return key.substring(key.indexOf('.') + 1);
    }
}

package io.jenkins.plugins.baseten.browser;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;

@WithJenkins
class CredentialFormInBrowserTest {
    @Test
    void theButtonVerifiesTheStoredKeyWhichTheBrowserNeverGets(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator"));
        try (Sandbox sandbox = Sandbox.start(
                        SandboxOptions.defaults().withKey(KEY, KeyType.WORKSPACE_MANAGE_ALL, "ml-platform", "ci"));
                Chromium browser = Chromium.start()) {
            BasetenConfiguration.get().setTrustedUrls(sandbox.url().toString());
            Fixtures.store("team-key", KEY, sandbox.url().toString());
            browser.logIn(jenkins.getURL().toString(), "administrator");
            browser.open(jenkins.getURL() + "manage/credentials/store/system/domain/_/credential/team-key/update");
            browser.see(By.cssSelector("button[data-validate-button-method=verify], .validate-button"))
                    .click();
            browser.seeText("team ml-platform; all models");
            assertThat(browser.driver().getPageSource()).doesNotContain(KEY.substring(KEY.indexOf('.') + 1));
            browser.picture("credential");
            assertThat(browser.complaints()).isEmpty();
        }
    }
}

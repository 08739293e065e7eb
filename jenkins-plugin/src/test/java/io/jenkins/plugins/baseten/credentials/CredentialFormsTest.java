package io.jenkins.plugins.baseten.credentials;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.jenkins.plugins.baseten.Scripts;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.util.List;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlElementUtil;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A person at the pages of a store. */
@WithJenkins
class CredentialFormsTest {
    private static JenkinsRule r;
    private static Sandbox sandbox;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withWorkspace("Acme")
                .withKey(KEY, KeyType.WORKSPACE_MANAGE_ALL, "ml-platform", "ci"));
        BasetenConfiguration.get().setTrustedUrls(sandbox.url().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
        r.after();
    }

    @Test
    void aKeyIsVerifiedInTheDialogAndStoredForTheController() throws Exception {
        addInDialog("manage/credentials/store/system/domain/_/", "system-key");
        assertStored(storeOf(r.jenkins), "system-key", CredentialsScope.GLOBAL);
        changeOnPage("manage/credentials/store/system/domain/_/credential/system-key/update");
        assertStored(storeOf(r.jenkins), "system-key", CredentialsScope.GLOBAL);
    }

    @Test
    void aKeyIsVerifiedInTheDialogAndStoredForAFolder() throws Exception {
        Folder folder = r.createProject(Folder.class, "team");
        addInDialog("job/team/credentials/store/folder/domain/_/", "folder-key");
        assertStored(storeOf(folder), "folder-key", null);
        changeOnPage("job/team/credentials/store/folder/domain/_/credential/folder-key/update");
        assertStored(storeOf(folder), "folder-key", null);
    }

    private static void addInDialog(String store, String id) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo(store);
            click(browser, page.querySelector("[data-type='credentials-add-store-item']"));
            click(
                    browser,
                    page.querySelector(
                            "input[type=radio][value='" + BasetenApiKeyCredentialsImpl.class.getName() + "']"));
            click(browser, page.querySelector("#cr-dialog-next"));
            HtmlForm form = page.querySelector("#credentials-dialog-form");
            input(form, "secret").setValue(KEY);
            input(form, "remoteUrl").setValue(sandbox.url().toString());
            input(form, "team").setValue("deploy-team");
            input(form, "id").setValue(id);
            input(form, "description").setValue("Key of the team");
            assertVerifies(browser, form);
            click(browser, page.querySelector("#cr-dialog-submit"));
        }
    }

    private static void changeOnPage(String path) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo(path);
            Scripts.run(browser);
            assertThat(page.getWebResponse().getContentAsString()).doesNotContain(KEY);
            HtmlForm form = page.getFormByName("update");
            assertVerifies(browser, form);
            r.submit(form);
        }
    }

    /** Presses the button, and reads what appears below it. */
    private static void assertVerifies(JenkinsRule.WebClient browser, HtmlForm form) throws Exception {
        click(browser, button(form, "Verify key"));
        assertThat(form.asNormalizedText())
                .containsPattern("Key of svc_\\w+; workspace Acme; type WORKSPACE_MANAGE_ALL; team ml-platform; all"
                        + " models");
    }

    private static HtmlButton button(HtmlForm form, String text) {
        return form.getElementsByTagName("button").stream()
                .map(HtmlButton.class::cast)
                .filter(button -> button.asNormalizedText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static HtmlInput input(HtmlForm form, String field) {
        return form.querySelector("input[name='_." + field + "']");
    }

    private static void click(JenkinsRule.WebClient browser, HtmlElement element) throws Exception {
        HtmlElementUtil.click(element);
        Scripts.run(browser);
    }

    private static void assertStored(CredentialsStore store, String id, CredentialsScope scope) {
        List<BasetenApiKeyCredentialsImpl> found = store.getCredentials(Domain.global()).stream()
                .map(BasetenApiKeyCredentialsImpl.class::cast)
                .toList();
        assertThat(found).singleElement().satisfies(key -> {
            assertThat(key.getId()).isEqualTo(id);
            assertThat(key.getScope()).isEqualTo(scope);
            assertThat(key.getDescription()).isEqualTo("Key of the team");
            assertThat(key.getSecret()).isEqualTo(Secret.fromString(KEY));
            assertThat(key.getRemoteUrl()).isEqualTo(sandbox.url().toString());
            assertThat(key.getTeam()).isEqualTo("deploy-team");
        });
    }
}

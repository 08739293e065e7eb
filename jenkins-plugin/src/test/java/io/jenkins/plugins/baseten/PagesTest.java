package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.ContentPolicy.assertNothingInline;
import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.identity.ControllerFileTokenSource;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import io.jenkins.plugins.baseten.step.WithBasetenStep;
import java.util.List;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlOption;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlSelect;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages as Jenkins renders them. */
@WithJenkins
class PagesTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        r.createProject(WorkflowJob.class, "deploy");
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @Test
    void theFormOfACredentialHasNoInlineScript() throws Exception {
        for (String path : List.of(
                "manage/credentials/store/system/domain/_/dialog2?relativePath=&kind="
                        + BasetenApiKeyCredentialsImpl.class.getName(),
                "manage/credentials/store/system/domain/_/credential/team-key/update")) {
            HtmlPage page = page(path);
            assertThat(page.asXml()).contains("_.remoteUrl");
            assertNothingInline(page);
        }
    }

    @Test
    void theGlobalConfigurationHasNoInlineScript() throws Exception {
        BasetenConfiguration.get().setRotationPolicies(List.of(new RotationPolicy("team-key", "minting")));
        HtmlPage page = page("manage/configure");
        assertThat(page.asXml()).contains("_.trustedUrls", "_.mintingCredentialsId");
        assertNothingInline(page);
    }

    @Test
    void theFormOfTheStepHasNoInlineScriptAndFillsItsLists() throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("job/deploy/pipeline-syntax/");
            HtmlSelect steps = page.querySelector("select.dropdownList");
            HtmlOption step = steps.getOptions().stream()
                    .filter(option -> option.getText().startsWith("withBaseten:"))
                    .findFirst()
                    .orElseThrow();
            steps.setSelectedAttribute(step, true);
            Scripts.run(browser);
            HtmlElement field = page.querySelector("select[name='_.credentialsId']");
            assertThat(field).isInstanceOf(HtmlSelect.class);
            assertThat(((HtmlSelect) field).getOptions())
                    .extracting(HtmlOption::getValueAttribute)
                    .contains("team-key");
            HtmlSelect need = page.querySelector("select[name='_.requireKeyType']");
            assertThat(need.getOptions())
                    .extracting(HtmlOption::getValueAttribute)
                    .containsExactly("", "invoke", "manage");
            assertNothingInline(page);
        }
    }

    @Test
    void theHelpOfEveryFieldIsServed() throws Exception {
        assertHelp(
                WithBasetenStep.class,
                "credentialsId",
                "remote",
                "remoteUrl",
                "team",
                "remotes",
                "requireKeyType",
                "files");
        assertHelp(WithBasetenStep.class, "tool", "allowUnknownRemote");
        assertHelp(BasetenLogin.class, "credentialsId", "remote", "remoteUrl", "team");
        assertHelp(BasetenApiKeyBinding.class, "credentialsId", "remote", "remoteUrl", "team", "allowUnknownRemote");
        assertHelp(BasetenApiKeyCredentialsImpl.class, "secret", "remoteUrl", "team", "id", "description");
        assertHelp(BasetenConfiguration.class, "trustedUrls", "rotationPolicies", "warnAgeDays");
        assertHelp(BasetenConfiguration.class, "warnUnusedDays", "tokenDirectories");
        assertHelp(ControllerFileTokenSource.class, "path");
        assertHelp(RotationPolicy.class, "folder", "credentialsId", "mintingCredentialsId", "intervalDays");
        assertHelp(RotationPolicy.class, "overlapHours", "quietForHours", "deadlineHours", "notEnvironmentScoped");
    }

    private static void assertHelp(Class<?> type, String... fields) throws Exception {
        for (String field : fields) {
            String path = "descriptorByName/" + type.getName() + "/help/" + field;
            try (JenkinsRule.WebClient browser = r.createWebClient()) {
                assertThat(browser.goTo(path).getWebResponse().getContentAsString())
                        .contains("<div>");
            }
        }
    }

    private static HtmlPage page(String path) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            return browser.goTo(path);
        }
    }
}

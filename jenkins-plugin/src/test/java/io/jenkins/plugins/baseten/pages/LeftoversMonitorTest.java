package io.jenkins.plugins.baseten.pages;

import static io.jenkins.plugins.baseten.ContentPolicy.assertNothingInline;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.net.URL;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The warning of files on machines that were taken from Jenkins. */
@WithJenkins
public class LeftoversMonitorTest {
    /** The web methods that are asked for here, by class and name. */
    public static final Set<String> METHODS = Set.of(LeftoversMonitor.class.getName() + "#doDismiss");

    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        FreeStyleBuild build = r.buildAndAssertSuccess(r.createFreeStyleProject("job"));
        r.jenkins.setCrumbIssuer(null);
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ, Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("manager"));
        for (int i = 0; i < 12; i++) {
            Leftovers.get().expect("removed <b>agent</b>", path(i), build, false);
        }
    }

    private static String path(int i) {
        return "/agent/job@tmp/baseten-" + i;
    }

    @Test
    void eachPathIsNamedAndDismissedByAdministratorsAlone() throws Exception {
        assertThat(send("manager", HttpMethod.POST, path(0))).isEqualTo(403);
        assertThat(send("administrator", HttpMethod.GET, path(0))).isEqualTo(404);
        assertThat(Leftovers.get().lost()).hasSize(12);
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            assertThat(browser.login("manager").goTo("manage/").getElementById("baseten-leftovers"))
                    .isNull();
            HtmlPage manage = browser.login("administrator").goTo("manage/");
            assertThat(manage.getElementById("baseten-leftovers").asNormalizedText())
                    .contains(path(0), "removed <b>agent</b>", "job#1", "and 2 more");
            assertNothingInline(manage);
            HtmlForm form = manage.getForms().stream()
                    .filter(candidate -> candidate.getActionAttribute().endsWith("/dismiss")
                            && path(3).equals(candidate.getInputByName("path").getValue()))
                    .findFirst()
                    .orElseThrow();
            HtmlPage after = (HtmlPage) r.submit(form);
            assertThat(after.getUrl().getPath()).endsWith("/manage/");
            assertThat(after.getElementById("baseten-leftovers").asNormalizedText())
                    .contains(path(0), "and 1 more")
                    .doesNotContain(path(3));
        }
        for (int i = 0; i < 12; i++) {
            assertThat(send("administrator", HttpMethod.POST, path(i))).isEqualTo(200);
        }
        assertThat(Leftovers.get().size()).isZero();
        assertThat(r.jenkins.getExtensionList(LeftoversMonitor.class).get(0).isActivated())
                .isFalse();
    }

    private static int send(String user, HttpMethod method, String path) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            browser.getOptions().setJavaScriptEnabled(false);
            browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
            browser.withBasicCredentials(user);
            WebRequest request = new WebRequest(
                    new URL(r.getURL(), "administrativeMonitor/" + LeftoversMonitor.class.getName() + "/dismiss"),
                    method);
            request.setRequestParameters(List.of(new NameValuePair("path", path)));
            return browser.getPage(request).getWebResponse().getStatusCode();
        }
    }
}

package io.jenkins.plugins.baseten.pages;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.cli.CLICommandInvoker;
import hudson.model.Item;
import io.jenkins.plugins.baseten.cli.BasetenListKeysCommand;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentialsImpl;
import io.jenkins.plugins.baseten.identity.CloudTokenSource;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTableRow;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the page and the command with the keys say of an identity. */
@WithJenkins
class IdentityRowsTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        Folder folder = r.createProject(Folder.class, "team");
        BasetenWorkloadIdentityCredentialsImpl identity = new BasetenWorkloadIdentityCredentialsImpl(
                CredentialsScope.GLOBAL, "ci", "Agents <b>of</b> the team", "abcd1234", new CloudTokenSource("gcp"));
        storeOf(folder).addCredentials(Domain.global(), identity);
        CredentialsProvider.track(folder.createProject(WorkflowJob.class, "deploy"), identity);
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("administrator")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("releaser")
                .grant(RotationPermissions.ROTATE)
                .onRoot()
                .to("releaser"));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @Test
    void theRowSaysThatNothingNeedsToBeRotated() throws Exception {
        HtmlTableRow row = row("manage/baseten-keys", "administrator");
        assertThat(row.asNormalizedText())
                .contains("ci")
                .contains("Agents <b>of</b> the team")
                .contains("trust rule abcd1234")
                .contains("not needed")
                .contains("No key")
                .contains("Access tokens expire by themselves, so nothing needs to be rotated.")
                .contains("team/deploy");
        assertThat(row.getElementsByTagName("a"))
                .noneMatch(link -> link.getTextContent().equals("ci"));
        assertThat(row("job/team/baseten-keys", "administrator").asNormalizedText())
                .contains("trust rule abcd1234");
    }

    @Test
    void whoMayNotRotateInTheFolderDoesNotSeeIt() throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient().withBasicCredentials("releaser")) {
            HtmlPage page = browser.goTo("manage/baseten-keys");
            assertThat(page.asNormalizedText()).contains("team-key").doesNotContain("abcd1234");
        }
    }

    @Test
    void theCommandListsIt() {
        CLICommandInvoker command = new CLICommandInvoker(r, new BasetenListKeysCommand());
        assertThat(command.asUser("administrator").invoke().stdout())
                .containsPattern("team +ci +trust rule abcd1234 .*not needed +No key +0");
        assertThat(command.asUser("administrator").invokeWithArgs("-json").stdout())
                .contains("\"scope\": \"trust rule abcd1234\"", "\"prefix\": \"\"");
    }

    private static HtmlTableRow row(String path, String user) throws Exception {
        try (JenkinsRule.WebClient browser = r.createWebClient().withBasicCredentials(user)) {
            return browser.goTo(path).querySelector("tr[data-key='team/ci']");
        }
    }
}

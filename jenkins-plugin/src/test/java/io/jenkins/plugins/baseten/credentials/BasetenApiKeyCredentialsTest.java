package io.jenkins.plugins.baseten.credentials;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.CredentialsUseListener;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Node;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import hudson.util.Secret;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which credentials a build finds, what they are called, and what their use leaves behind. */
@WithJenkins
class BasetenApiKeyCredentialsTest {
    private static final String STAGING = "https://app.staging.baseten.co";

    private static JenkinsRule r;
    private static Folder folder;
    private static int jobs;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        folder = r.createProject(Folder.class, "team");
        store("team-key", KEY, null);
        CredentialsStore system = storeOf(r.jenkins);
        system.addCredentials(
                Domain.global(),
                new BasetenApiKeyCredentialsImpl(CredentialsScope.SYSTEM, "system-key", null, Secret.fromString(KEY)));
        system.addDomain(domain("staging", "app.staging.baseten.co"), credential("staging-key", KEY, STAGING));
        system.addDomain(domain("elsewhere", "example.com"), credential("elsewhere-key", KEY, null));
        system.addDomain(domain("contradiction", "app.baseten.co"), credential("contradictory-key", KEY, STAGING));
        storeOf(folder).addCredentials(Domain.global(), credential("folder-key", KEY, null));
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @BeforeEach
    void forgetUses() {
        Uses.SEEN.clear();
    }

    @Test
    void theNameTellsOneKeyFromAnother() {
        BasetenApiKeyCredentialsImpl key = new BasetenApiKeyCredentialsImpl(
                CredentialsScope.GLOBAL, "deploy", "Deployments", Secret.fromString(KEY));
        assertThat(CredentialsNameProvider.name(key)).isEqualTo("Deployments (prefix aBcD1234)");
        key.setTeam("ml");
        key.setRemoteUrl("https://app.baseten.example.com:8443");
        assertThat(CredentialsNameProvider.name(key))
                .isEqualTo("Deployments (prefix aBcD1234, team ml, baseten.example.com)");
        // Neither the form nor a YAML can bring such a one, but a file can.
        BasetenApiKeyCredentialsImpl edited = (BasetenApiKeyCredentialsImpl) Jenkins.XSTREAM2.fromXML(
                Jenkins.XSTREAM2.toXML(key).replace("https://app.baseten.example.com:8443", "nonsense"));
        assertThat(CredentialsNameProvider.name(edited))
                .isEqualTo("Deployments (prefix aBcD1234, team ml, unusable URL)");
        assertThat(CredentialsNameProvider.name(credential("plain", "nodothere", null)))
                .isEqualTo("plain");
    }

    @Test
    void aCredentialThatCameWithoutAKeyBreaksNoPage() throws Exception {
        Credentials keyless = (Credentials) Items.XSTREAM2.fromXML("<" + BasetenApiKeyCredentialsImpl.class.getName()
                + "><scope>GLOBAL</scope><id>without-key</id></" + BasetenApiKeyCredentialsImpl.class.getName() + ">");
        assertThat(CredentialsNameProvider.name(keyless)).isEqualTo("without-key");
        Domain domain = new Domain("keyless", null, List.of());
        storeOf(r.jenkins).addDomain(domain, keyless);
        try (JenkinsRule.WebClient browser = r.createWebClient()) {
            HtmlPage page = browser.goTo("manage/credentials/store/system/domain/keyless/");
            assertThat(page.asNormalizedText()).contains("without-key");
        } finally {
            storeOf(r.jenkins).removeDomain(domain);
        }
    }

    @Test
    void aJobFindsTheCredentialsOfItsFolderAndAJobOutsideDoesNot() throws Exception {
        WorkflowJob inside = folder.createProject(WorkflowJob.class, "inside");
        inside.setDefinition(login("folder-key"));
        r.buildAndAssertSuccess(inside);
        assertNotFound("folder-key");
    }

    @Test
    void aCredentialOfTheScopeSystemIsForNoJob() throws Exception {
        assertNotFound("system-key");
    }

    @Test
    void aDomainServesTheHostThatTheKeyBelongsTo() throws Exception {
        r.assertLogContains("for " + STAGING, r.buildAndAssertSuccess(job("staging-key")));
        assertNotAllowed("elsewhere-key", "https://app.baseten.co");
        assertNotAllowed("contradictory-key", STAGING);
    }

    private static void assertNotAllowed(String id, String url) throws Exception {
        WorkflowRun run = job(id).scheduleBuild2(0).get();
        r.assertBuildStatus(Result.FAILURE, run);
        r.assertLogContains("ERROR: the credential '" + id + "' is in a domain that does not allow " + url, run);
    }

    @Test
    void aBlockLeavesOneTraceOfItsUse() throws Exception {
        WorkflowRun run = r.buildAndAssertSuccess(pipeline(
                "traces",
                "node { withBaseten(credentialsId: 'team-key', requireKeyType: null) {",
                "  sh 'true'",
                "  sh 'true'",
                "  echo env.BASETEN_PROFILE",
                "} }"));
        assertThat(Uses.SEEN).containsExactly("team-key in " + run);
        BasetenApiKeyCredentialsImpl stored =
                CredentialsProvider.findCredentialById("team-key", BasetenApiKeyCredentialsImpl.class, run);
        assertThat(CredentialsProvider.getFingerprintOf(stored)
                        .getRangeSet("traces")
                        .includes(run.getNumber()))
                .isTrue();
    }

    @Test
    void theBindingLeavesOneTraceOfItsUse() throws Exception {
        WorkflowRun run = r.buildAndAssertSuccess(
                pipeline("binding-traces", "node { withCredentials([basetenApiKey('team-key')]) { sh 'true' } }"));
        assertThat(Uses.SEEN).containsExactly("team-key in " + run);
    }

    /** Whoever gives a build one of our keys, the build masks it. */
    @Test
    void aKeyThatAnotherStepHandsOutIsMaskedUntilTheBuildEnds() throws Exception {
        WorkflowRun run = r.buildAndAssertSuccess(pipeline(
                "string",
                "def kept",
                "withCredentials([string(credentialsId: 'team-key', variable: 'K')]) { kept = env.K }",
                "echo \"after ${kept} half ${kept.substring(9)}\""));
        r.assertLogContains("after **** half ****", run);
    }

    @Test
    void anIdThatIsAParameterIsThatOfTheParameter() throws Exception {
        store("chosen-key", OTHER_KEY, null);
        WorkflowJob job = job("${KEY_ID}");
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "KEY_ID", null, "team-key", BasetenApiKeyCredentials.class.getName(), true)));
        r.assertLogContains("key aBcD1234****", r.buildAndAssertSuccess(job));
        job.setDefinition(new CpsFlowDefinition("withBaseten(credentialsId: params.KEY_ID) { echo 'in' }", true));
        r.assertLogContains(
                "key zYxW9876****",
                r.assertBuildStatusSuccess(job.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause(null)),
                        new ParametersAction(new CredentialsParameterValue("KEY_ID", "chosen-key", null)))));
    }

    @Test
    void aBuildOfAUserUsesWhatTheUserMayUse() throws Exception {
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, CredentialsProvider.USE_ITEM)
                .everywhere()
                .to("user")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("stranger"));
        WorkflowJob users = job("team-key");
        WorkflowJob strangers = job("team-key");
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                users.getFullName(), User.getById("user", true).impersonate2())
                        .authenticate(
                                strangers.getFullName(),
                                User.getById("stranger", true).impersonate2()));
        try {
            r.buildAndAssertSuccess(users);
            r.assertLogContains(
                    "there is no credential 'team-key' that this build may use",
                    r.assertBuildStatus(Result.FAILURE, strangers.scheduleBuild2(0)));
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
            r.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }

    /** Who used which credential. */
    @TestExtension
    public static final class Uses implements CredentialsUseListener {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        @Override
        public void onUse(Credentials credentials, Run run) {
            SEEN.add(((IdCredentials) credentials).getId() + " in " + run);
        }

        @Override
        public void onUse(Credentials credentials, Node node) {
            SEEN.add(((IdCredentials) credentials).getId() + " on " + node);
        }

        @Override
        public void onUse(Credentials credentials, Item item) {
            SEEN.add(((IdCredentials) credentials).getId() + " by " + item);
        }
    }

    private static void assertNotFound(String id) throws Exception {
        r.assertLogContains(
                "there is no credential '" + id + "' that this build may use",
                r.assertBuildStatus(Result.FAILURE, job(id).scheduleBuild2(0)));
    }

    private static WorkflowJob job(String credentialsId) throws Exception {
        WorkflowJob job = r.createProject(WorkflowJob.class, "job" + ++jobs);
        job.setDefinition(login(credentialsId));
        return job;
    }

    private static CpsFlowDefinition login(String credentialsId) throws Exception {
        return new CpsFlowDefinition("withBaseten(credentialsId: '" + credentialsId + "') { echo 'in' }", true);
    }

    private static Domain domain(String name, String host) {
        return new Domain(name, null, List.of(new HostnameSpecification(host, null)));
    }
}

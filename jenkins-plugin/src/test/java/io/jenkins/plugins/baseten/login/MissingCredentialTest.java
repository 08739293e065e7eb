package io.jenkins.plugins.baseten.login;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.Secret;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A build that gets no credential is told the reasons that apply, and no credential that it cannot get. */
@WithJenkins
class MissingCredentialTest {
    private static final String WHAT_TO_CHECK =
            "check the id, in which folder or domain it is, and that its scope is not System";

    private static JenkinsRule r;
    private static int jobs;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice")
                .grant(Jenkins.READ, Item.READ, Item.BUILD, Computer.BUILD)
                .everywhere()
                .to("bob"));
        store("of-the-controller", KEY, null);
        addToSystem(new StringCredentialsImpl(CredentialsScope.SYSTEM, "minting", null, Secret.fromString(KEY)));
        Folder other = r.createProject(Folder.class, "other");
        storeOf(other).addCredentials(Domain.global(), credential("of-another-folder", KEY, null));
        storeOf(r.jenkins)
                .addDomain(
                        new Domain("staging", null, List.of(new HostnameSpecification("app.staging.baseten.co", null))),
                        new StringCredentialsImpl(CredentialsScope.GLOBAL, "of-staging", null, Secret.fromString(KEY)));
        User alice = User.getById("alice", true);
        try (ACLContext ignored = ACL.as2(alice.impersonate2())) {
            storeOf(alice)
                    .addCredentials(
                            Domain.global(),
                            new BasetenApiKeyCredentialsImpl(
                                    CredentialsScope.USER, "my-own", null, Secret.fromString(KEY)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @AfterEach
    void forgetWhoRunsBuilds() {
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope", "minting", "of-another-folder", "my-own"})
    void oneSentenceForAllThatTheBuildCannotGet(String id) throws Exception {
        assertThat(error("withBaseten(credentialsId: '" + id + "') {}"))
                .isEqualTo("ERROR: there is no credential '" + id + "' that this build may use for Baseten; "
                        + WHAT_TO_CHECK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "withBaseten(credentialsId: 'nope') {}",
                "withBaseten(remotes: [[credentialsId: 'nope', remote: 'a']]) {}",
                "withCredentials([basetenApiKey(credentialsId: 'nope')]) {}",
            })
    void everyWayToLogInSaysIt(String script) throws Exception {
        assertThat(error(script)).endsWith(WHAT_TO_CHECK);
    }

    @Test
    void aCredentialOfAnotherDomainIsSaidToBeSo() throws Exception {
        assertThat(error("withBaseten(credentialsId: 'of-staging') {}"))
                .isEqualTo("ERROR: the credential 'of-staging' is in a domain that does not allow"
                        + " https://app.baseten.co; name the remoteUrl that it is for, or add the host to the domain");
        assertThat(error("withBaseten(credentialsId: 'of-staging', remoteUrl: 'https://app.dev.baseten.co') {}"))
                .contains("does not allow https://app.dev.baseten.co");
    }

    @Test
    void aBuildThatRunsAsSomebodyWithoutThePermissionIsToldWhich() throws Exception {
        String script = "withBaseten(credentialsId: 'of-the-controller') {}";
        r.assertBuildStatusSuccess(job(script).scheduleBuild2(0));
        WorkflowJob job = job(script);
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById("bob", true).impersonate2()));
        assertThat(error(job.scheduleBuild2(0).get()))
                .isEqualTo("ERROR: there is no credential 'of-the-controller' that this build may use for Baseten: the"
                        + " build runs as bob, who lacks the permission Credentials/UseItem on this job");
    }

    @Test
    void aUsersOwnCredentialIsFoundByTheParameterAndNotByItsValue() throws Exception {
        assertThat(error(startedBy("alice", "withBaseten(credentialsId: params.CRED) {}", "my-own")))
                .isEqualTo("ERROR: there is no credential 'my-own' that this build may use for Baseten: it is the value"
                        + " of the parameter CRED, and a credential of the user who started the build is found by the"
                        + " parameter alone; write credentialsId: '${CRED}' in single quotes");
        r.assertBuildStatusSuccess(startedBy("alice", "withBaseten(credentialsId: '${CRED}') {}", "my-own"));
    }

    @Test
    void aParameterThatNamesWhatItsUserMayNotUseIsSaidToDoSo() throws Exception {
        String sentence = "ERROR: there is no credential '${CRED}' that this build may use for Baseten: the parameter"
                + " CRED names '%s', and who started the build needs the permission Credentials/UseOwn for a credential"
                + " of his own, or Credentials/UseItem for one of the job";
        for (String chosen : List.of("my-own", "of-the-controller", "nope")) {
            assertThat(error(startedBy("bob", "withBaseten(credentialsId: '${CRED}') {}", chosen)))
                    .isEqualTo(String.format(sentence, chosen));
        }
        assertThat(error("withBaseten(credentialsId: '${CRED}') {}"))
                .isEqualTo("ERROR: there is no credential '${CRED}' that this build may use for Baseten: the build has"
                        + " no parameter CRED of the type Credentials; define it in the job, or name a credential");
    }

    private static WorkflowRun startedBy(String user, String script, String chosen) throws Exception {
        WorkflowJob job = job(script);
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "CRED", null, "of-the-controller", BasetenApiKeyCredentials.class.getName(), true)));
        return job.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause(user)),
                        new ParametersAction(new CredentialsParameterValue("CRED", chosen, null)))
                .get();
    }

    private static String error(String script) throws Exception {
        return error(job(script).scheduleBuild2(0).get());
    }

    private static String error(WorkflowRun run) throws Exception {
        return JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.contains("ERROR: "))
                .findFirst()
                .orElseThrow();
    }

    private static WorkflowJob job(String script) throws Exception {
        return pipeline("job" + ++jobs, script);
    }
}

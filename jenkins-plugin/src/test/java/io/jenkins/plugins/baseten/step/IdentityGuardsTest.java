package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Items;
import hudson.model.Label;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.util.Secret;
import io.github.basetenci.sandbox.Fault;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.BasetenWorkloadIdentityCredentialsImpl;
import io.jenkins.plugins.baseten.identity.CloudTokenSource;
import io.jenkins.plugins.baseten.identity.CredentialTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityWorld;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What never leaves Jenkins by an identity, and what a build that gets no token is told. */
@WithJenkins
class IdentityGuardsTest {
    private static JenkinsRule r;
    private static int jobs;

    @TempDir
    private Path directory;

    private IdentityWorld world;
    private String id;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.createOnlineSlave(Label.get("agent"));
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        id = "identity" + ++jobs;
        world = IdentityWorld.start();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void aUrlOfAJobIsRefusedForAnIdentity() throws Exception {
        store(world.credential(id, file(world.identity())));
        for (String url : List.of("https://evil.example", world.url())) {
            assertFails(
                    "credentialsId: '" + id + "', remoteUrl: '" + url + "'",
                    "the credential '" + id + "' is a workload identity, whose token is sent only to its own URL;"
                            + " leave remoteUrl out");
        }
        assertThat(world.exchanges()).isEmpty();
    }

    @Test
    void anAddressThatNoAdministratorTrustsGetsNothing() throws Exception {
        BasetenWorkloadIdentityCredentialsImpl credential = world.credential(id, file(world.identity()));
        credential.setRemoteUrl("https://evil.example");
        store(credential);
        assertFails(
                "credentialsId: '" + id + "'",
                "no identity token is sent for the credential '" + id
                        + "': https://evil.example is neither an address of" + " Baseten nor a trusted URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2-hunter2", KEY, "a.b", "eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.c2lnbmF0dXJl"})
    void aTextThatIsNoJsonWebTokenIsNotSent(String secret) throws Exception {
        storeSecretText(id + "-text", secret);
        store(world.credential(id, new CredentialTokenSource(id + "-text")));
        WorkflowRun run = assertFails("credentialsId: '" + id + "'", "is no JSON web token");
        r.assertLogNotContains(secret, run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n", "s3cr3t-s3cr3t"})
    void aFileThatIsNoJsonWebTokenStaysOnTheAgent(String secret) throws Exception {
        store(world.credential(id, file(secret)));
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'", "contains no JSON web token, so nothing of it was sent anywhere");
        r.assertLogNotContains(secret.strip(), run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void aTokenForSomebodyElseIsNotSent() throws Exception {
        String foreign = world.issuer
                .token("https://vault.example")
                .with("sub", IdentityWorld.SUBJECT)
                .sign();
        store(world.credential(id, file(foreign)));
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'",
                "is for the audience 'https://vault.example', not for '" + IdentityWorld.AUDIENCE
                        + "'; it was not sent");
        r.assertLogNotContains(foreign, run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void aRefusalSaysWhatTheTokenSaysAndWhatFits() throws Exception {
        storeSecretText(
                id + "-text", world.signed().with("sub", "somebody-else").sign());
        store(world.credential(id, new CredentialTokenSource(id + "-text")));
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'",
                "no access token for the identity '" + id + "': Baseten refused the identity token from the"
                        + " credential '" + id + "-text' for the trust rule abcd1234 (invalid_grant)");
        r.assertLogContains("[baseten]   sub: somebody-else", run);
        r.assertLogContains("[baseten]   iss: https://accounts.google.com", run);
        r.assertLogContains(
                "[baseten]   Baseten lists GitHub, AWS, Google Cloud and Azure as issuers, and no Jenkins"
                        + " controller; let the build go by one of the clouds",
                run);
        assertThat(world.exchanges()).hasSize(1);
    }

    static List<Fault> faults() {
        String exchange = "/v1/auth/token";
        String over = "{\"access_token\": \"sbx-token-that-is-over-already\", \"expires_in\": 0}";
        return List.of(
                Fault.status("POST", exchange, 401, "{}"),
                Fault.status("POST", exchange, 403, "{}"),
                Fault.status("POST", exchange, 404, "<html>not here</html>"),
                Fault.status("POST", exchange, 429, "{}").times(100),
                Fault.status("POST", exchange, 500, "{}").times(100),
                Fault.status("POST", exchange, 400, "{\"error\": \"invalid_request\"}"),
                Fault.status("POST", exchange, 200, "<html>hello</html>"),
                Fault.status("POST", exchange, 200, "{}"),
                Fault.status("POST", exchange, 200, over),
                Fault.of(Fault.Kind.DELAY, "POST", exchange)
                        .delay(Duration.ofHours(1))
                        .times(100),
                Fault.of(Fault.Kind.CUT_BEFORE, "POST", exchange).times(100),
                Fault.of(Fault.Kind.CUT_AFTER, "POST", exchange).times(100),
                Fault.of(Fault.Kind.CUT_BODY, "POST", exchange).times(100));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void anExchangeThatFailsIsOneSentenceAndLeavesNothing(Fault fault) throws Exception {
        world.sandbox.fault(fault);
        store(world.credential(id, file(world.identity())));
        WorkflowRun run = assertFails("credentialsId: '" + id + "'", "for the identity '" + id + "'");
        String log = JenkinsRule.getLog(run);
        assertThat(log).doesNotContain("\tat ").doesNotContain("sbx-token").doesNotContain("<html>");
        assertThat(log.split("ERROR: ", -1)).hasSize(2);
        assertThat(loginDirectories(r.jenkins.getRootDir().toPath())).isEmpty();
    }

    @Test
    void aBlockOutsideOfANodeHasNoAgentToAsk() throws Exception {
        store(world.credential(id, file(world.identity())));
        WorkflowRun run = r.assertBuildStatus(
                Result.FAILURE,
                pipeline(id, "withBaseten(credentialsId: '" + id + "') { echo 'never' }")
                        .scheduleBuild2(0));
        r.assertLogContains(
                "the identity '" + id + "' asks the file " + directory.resolve("token")
                        + " on the agent, and this block runs on no agent; run withBaseten inside node",
                run);
    }

    /** Otherwise whoever may store a credential in a folder could have files of the controller read. */
    @Test
    void theControllerIsAskedOnlyForACredentialOfAnAdministrator() throws Exception {
        IdentityTokenSource file = file(world.identity());
        Folder folder = r.createProject(Folder.class, id + "-folder");
        storeOf(folder).addCredentials(Domain.global(), world.credential(id, file));
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(block("built-in", "credentialsId: '" + id + "'"), true));
        WorkflowRun run = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        r.assertLogContains("would ask the file " + directory.resolve("token") + " on the controller itself", run);
        assertThat(world.sandbox.requests()).isEmpty();
        store(world.credential(id + "-of-administrator", file));
        r.assertBuildStatusSuccess(pipeline(id, block("built-in", "credentialsId: '" + id + "-of-administrator'"))
                .scheduleBuild2(0));
    }

    @Test
    void theCredentialsOfAnotherFolderAreOutOfReach() throws Exception {
        Folder other = r.createProject(Folder.class, id + "-other");
        storeOf(other).addCredentials(Domain.global(), world.credential(id + "-theirs", file(world.identity())));
        storeOf(other)
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(
                                CredentialsScope.GLOBAL,
                                id + "-their-token",
                                null,
                                Secret.fromString(world.identity())));
        Folder folder = r.createProject(Folder.class, id + "-folder");
        storeOf(folder)
                .addCredentials(
                        Domain.global(),
                        world.credential(id + "-ours", new CredentialTokenSource(id + "-their-token")));
        for (String credential : List.of("-theirs", "-ours")) {
            WorkflowJob job = folder.createProject(WorkflowJob.class, "job" + credential);
            job.setDefinition(new CpsFlowDefinition(block("agent", "credentialsId: '" + id + credential + "'"), true));
            WorkflowRun run = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            r.assertLogContains("that this build may use for Baseten", run);
        }
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void theBindingSaysThatItCannotRenewATokenAndExchangesNothing() throws Exception {
        store(world.credential(id, file(world.identity())));
        FreeStyleProject job = r.createFreeStyleProject(id);
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding(id))));
        FreeStyleBuild build = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        r.assertLogContains(
                "the credential '" + id + "' is a workload identity, whose access tokens expire, and this binding"
                        + " cannot renew them; use the step withBaseten",
                build);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void aTokenThatIsTooShortForTrussIsRefusedWhereATrussrcIsWritten() throws Exception {
        BasetenWorkloadIdentityCredentialsImpl credential = world.credential(id, file(world.identity()));
        credential.setTokenLifetime(120);
        store(credential);
        assertFails(
                "credentialsId: '" + id + "', allowUnknownRemote: true",
                "the credential '" + id + "' gets access tokens that are too short: an access token that lives 120 s"
                        + " is too short for truss");
        // No trussrc is written for the sandbox, which truss does not know.
        r.assertBuildStatusSuccess(pipeline(id + "-baseten", block("agent", "credentialsId: '" + id + "'"))
                .scheduleBuild2(0));
    }

    @Test
    void theTypeOfAKeyIsCheckedAsFarAsAnIdentityHasOne() throws Exception {
        store(world.credential(id, file(world.identity())));
        for (String enough : List.of("invoke", "manage")) {
            r.assertBuildStatusSuccess(pipeline(
                            id + enough,
                            block("agent", "credentialsId: '" + id + "', requireKeyType: '" + enough + "'"))
                    .scheduleBuild2(0));
        }
        assertFails(
                "credentialsId: '" + id + "', requireKeyType: 'WORKSPACE_MANAGE_ALL'",
                "the credential '" + id + "' is a workload identity, which has no type of key, and requireKeyType"
                        + " wants WORKSPACE_MANAGE_ALL; write 'invoke' or 'manage'");
    }

    @Test
    void aCredentialOfAnotherTypeAsSourceIsNamed() throws Exception {
        addToSystem(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id + "-login", null, "me", "pass"));
        store(world.credential(id, new CredentialTokenSource(id + "-login")));
        assertFails(
                "credentialsId: '" + id + "'",
                "the credential '" + id + "-login' is of the type Username with password; an identity token comes"
                        + " from a Secret text or a Secret file");
        store(world.credential(id + "b", new CredentialTokenSource(id + "-nope")));
        assertFails(
                "credentialsId: '" + id + "b'",
                "takes its token from the credential '" + id + "-nope', and there is no such credential that this"
                        + " build may use");
    }

    /** The key would not be sent, but Jenkins would show the credential as used. */
    @Test
    void aKeyOfBasetenIsNoSource() throws Exception {
        BasetenApiKeyCredentials key = Fixtures.store(id + "-key", KEY, world.url());
        store(world.credential(id, new CredentialTokenSource(id + "-key")));
        assertFails(
                "credentialsId: '" + id + "'",
                "the credential '" + id + "-key' is of the type Baseten API key; an identity token comes from a Secret"
                        + " text or a Secret file");
        assertThat(CredentialsProvider.getFingerprintOf(key)).isNull();
        assertThat(world.sandbox.requests()).isEmpty();
    }

    /** Jenkins loads a stored credential without the constructor, which refuses such a name. */
    @Test
    void aStoredSourceThatNamesAParameterIsRefused() throws Exception {
        storeSecretText(id + "-text", world.identity());
        String stored = Items.XSTREAM2.toXML(new CredentialTokenSource("PLACE"));
        store(world.credential(id, (IdentityTokenSource) Items.XSTREAM2.fromXML(stored.replace("PLACE", "${CHOICE}"))));
        WorkflowJob job = pipeline(id, block("agent", "credentialsId: '" + id + "'"));
        job.addProperty(new ParametersDefinitionProperty(new CredentialsParameterDefinition(
                "CHOICE", null, id + "-text", StringCredentials.class.getName(), false)));
        WorkflowRun run = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        r.assertLogContains("the identity '" + id + "' takes its token from a parameter of the build", run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    @Test
    void aStoredCredentialWithoutASourceIsOneSentence() throws Exception {
        String stored = Items.XSTREAM2.toXML(world.credential(id, new CloudTokenSource("aws")));
        String without = stored.replaceAll("(?s)<source .*</source>", "");
        assertThat(without).isNotEqualTo(stored);
        store((BasetenWorkloadIdentityCredentialsImpl) Items.XSTREAM2.fromXML(without));
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'",
                "source of the credential '" + id
                        + "' is missing; name where the identity token of a build comes from");
        r.assertLogNotContains("Exception", run);
    }

    @Test
    void aSecretFileThatCannotBeReadIsOneSentence() throws Exception {
        addToSystem(new Unreadable(id + "-file"));
        store(world.credential(id, new CredentialTokenSource(id + "-file")));
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'",
                "the credential '" + id
                        + "-file' with the identity token cannot be read; look into the log of Jenkins");
        r.assertLogNotContains("the reason", run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    /** A secret file of a store that does not answer. */
    public static final class Unreadable extends BaseStandardCredentials implements FileCredentials {
        private static final long serialVersionUID = 1L;

        Unreadable(String id) {
            super(CredentialsScope.GLOBAL, id, null);
        }

        @Override
        public String getFileName() {
            return "token";
        }

        @Override
        public InputStream getContent() throws IOException {
            throw new IOException("the reason");
        }

        /** Its type. */
        @TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    @Test
    void anAccessTokenThatTheServerDoesNotTakeIsSaidWhereItsRightsAreAsked() throws Exception {
        world.sandbox.fault(Fault.status("GET", "/v1/users/me", 401, "{}"));
        store(world.credential(id, file(world.identity())));
        assertFails(
                "credentialsId: '" + id + "', requireKeyType: 'manage'",
                "the access token for the identity '" + id + "' was not accepted: ");
    }

    /** A file of Jenkins that was written by hand, or by another version of the plugin. */
    @ParameterizedTest
    @ValueSource(strings = {"<cloud>ibm</cloud>", "<cloud>ib\nm</cloud>", "<cloud/>", ""})
    void aStoredCloudThatIsNotKnownIsOneSentence(String element) throws Exception {
        String stored = Items.XSTREAM2.toXML(new CloudTokenSource("aws"));
        assertThat(stored).contains("<cloud>aws</cloud>");
        store(world.credential(
                id, (IdentityTokenSource) Items.XSTREAM2.fromXML(stored.replace("<cloud>aws</cloud>", element))));
        String cloud = element.replaceAll("<[^>]*>", "").replace('\n', ' ');
        WorkflowRun run = assertFails(
                "credentialsId: '" + id + "'",
                "no access token for the identity '" + id + "': the identity '" + id + "' is stored with the cloud '"
                        + cloud + "', which is not known here; choose aws, gcp or azure in the form of the credential"
                        + " and save it");
        r.assertLogNotContains("Exception", run);
        assertThat(world.sandbox.requests()).isEmpty();
    }

    private IdentityTokenSource file(String content) throws Exception {
        return new AgentFileTokenSource(
                Files.writeString(directory.resolve("token"), content).toString());
    }

    private static void store(BasetenWorkloadIdentityCredentialsImpl credential) throws Exception {
        addToSystem(credential);
    }

    private static String block(String label, String arguments) {
        return "node('" + label + "') { withBaseten(" + arguments + ") { sh 'true' } }";
    }

    private static WorkflowRun assertFails(String arguments, String sentence) throws Exception {
        WorkflowRun run = r.assertBuildStatus(
                Result.FAILURE,
                pipeline("fails" + ++jobs, block("agent", arguments)).scheduleBuild2(0));
        r.assertLogContains("ERROR: ", run);
        r.assertLogContains(sentence, run);
        return run;
    }
}

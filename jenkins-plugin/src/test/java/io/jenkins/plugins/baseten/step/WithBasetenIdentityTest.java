package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUseListener;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Node;
import hudson.model.Result;
import hudson.model.Run;
import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import hudson.util.Secret;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.CredentialTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityWorld;
import io.jenkins.plugins.baseten.identity.SourceOfOneAgent;
import io.jenkins.plugins.baseten.identity.SourceThatWaits;
import io.jenkins.plugins.baseten.leases.Leases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A block whose credential is an identity. */
@WithJenkins
class WithBasetenIdentityTest {
    private static final String LOGIN = "withBaseten(credentialsId: 'NAME', allowUnknownRemote: true) {";

    /** Says what a command has been given, without a token. */
    private static final String SHOWS_LOGIN = "sh 'set +x; echo \"key <$BASETEN_API_KEY> profile $BASETEN_PROFILE\";"
            + " sed -n \"/^auth_type/p; s/^oauth_access_token.*/has token/p\" \"$USER_TRUSSRC_PATH\";"
            + " grep -o oauth_credential \"$BASETEN_CONFIG_DIR/auth.json\"'";

    private static JenkinsRule r;
    private static DumbSlave agent;

    @TempDir
    private Path directory;

    private IdentityWorld world;
    private String name;

    @BeforeAll
    static void start(JenkinsRule rule, @TempDir Path agentDirectory) throws Exception {
        r = rule;
        agent = new DumbSlave("agent", agentDirectory.toString(), r.createComputerLauncher(null));
        agent.setNumExecutors(12);
        agent.setRetentionStrategy(RetentionStrategy.NOOP);
        r.jenkins.addNode(agent);
        r.waitOnline(agent);
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        name = test.getTestMethod().orElseThrow().getName();
        world = IdentityWorld.start();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void bothToolsAreLoggedInByTheTokenOfAFileOnTheAgent() throws Exception {
        store(file());
        WorkflowRun run = succeeds(
                SHOWS_LOGIN,
                "sh 'cp \"$USER_TRUSSRC_PATH\" kept'",
                "sh 'set +x; echo token $(sed -n \"s/^oauth_access_token *= *//p\" \"$USER_TRUSSRC_PATH\")'");
        r.assertLogContains("key <> profile baseten-ci\nauth_type = oauth\nhas token\noauth_credential\n", run);
        r.assertLogContains("token ****", run);
        r.assertLogContains("[baseten] identity '" + name + "' as 'baseten' for " + world.url(), run);
        assertThat(world.tokens()).hasSize(1);
        assertThat(read("kept")).contains(world.tokens().get(0)).contains("oauth_refresh_token = none");
        assertThat(world.sandbox.tokens().get(0).trustRule()).isEqualTo(IdentityWorld.RULE);
        assertNothingIsLeft(run);
    }

    @Test
    void aSecretTextAndASecretFileGiveTheIdentityTokenToo() throws Exception {
        storeSecretText(name + "-text", world.identity());
        addToSystem(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                name + "-file",
                null,
                "token",
                SecretBytes.fromBytes((world.identity() + "\n").getBytes(StandardCharsets.US_ASCII))));
        for (String kind : List.of("text", "file")) {
            addToSystem(world.credential(name + "-by-" + kind, new CredentialTokenSource(name + "-" + kind)));
            WorkflowRun run = r.assertBuildStatusSuccess(pipeline(
                            name + "-" + kind,
                            "node('agent') {",
                            LOGIN.replace("NAME", name + "-by-" + kind),
                            SHOWS_LOGIN,
                            "} }")
                    .scheduleBuild2(0));
            r.assertLogContains("has token", run);
            assertNothingIsLeft(run);
        }
        assertThat(world.tokens()).hasSize(2);
    }

    @Test
    void outsideOfANodeTheVariablesHaveTheToken() throws Exception {
        storeSecretText(name + "-text", world.identity());
        store(new CredentialTokenSource(name + "-text"));
        WorkflowRun run = r.assertBuildStatusSuccess(pipeline(
                        name,
                        "withBaseten(credentialsId: '" + name + "') {",
                        "  echo \"${env.BASETEN_API_KEY.length()} ${env.BASETEN_API_KEY}\"",
                        "  if (env.BASETEN_API_KEY != env.BASETEN_TRUSS_AUTH_API_KEY) { error 'differ' }",
                        "}")
                .scheduleBuild2(0));
        r.assertLogContains(world.tokens().get(0).length() + " ****", run);
    }

    @Test
    void aNamedRemoteNamesTheProfileToo() throws Exception {
        store(file());
        WorkflowRun run = r.assertBuildStatusSuccess(pipeline(
                        name,
                        "node('agent') { withBaseten(credentialsId: '" + name
                                + "', remote: 'prod', allowUnknownRemote: true) {",
                        SHOWS_LOGIN,
                        "} }")
                .scheduleBuild2(0));
        r.assertLogContains("profile prod", run);
    }

    /** As a credential of the plugin oidc-provider does. */
    @Test
    void aCredentialThatKnowsTheBuildIsLookedUpForEachExchange() throws Exception {
        SigningCredential signing = new SigningCredential(name + "-signing", world);
        addToSystem(signing);
        store(new CredentialTokenSource(name + "-signing"));
        WorkflowRun run = begins("sh 'true'", "semaphore 'NAME'", "sh 'true'");
        world.pass(Duration.ofMinutes(31));
        ends(run);
        assertThat(world.tokens()).hasSize(2);
        assertThat(signing.builds).containsExactly(run, run);
        assertThat(ExtensionList.lookupSingleton(Uses.class).of.stream().filter((name + "-signing")::equals))
                .as("Jenkins records the use once for the build")
                .hasSize(1);
    }

    @Test
    void eachCommandHasAValidTokenHoweverLongTheBlockRuns() throws Exception {
        Path file = world.project(directory.resolve("token"));
        store(new AgentFileTokenSource(file.toString()));
        List<String> script = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            script.add("semaphore 'NAME'");
            script.add("sh 'cp \"$USER_TRUSSRC_PATH\" kept'");
        }
        WorkflowRun run = begins(script.toArray(String[]::new));
        for (int i = 1; i <= 30; i++) {
            SemaphoreStep.waitForStart(name + "/" + i, run);
            world.pass(Duration.ofMinutes(10));
            world.project(file);
            SemaphoreStep.success(name + "/" + i, null);
            if (i < 30) {
                SemaphoreStep.waitForStart(name + "/" + (i + 1), run);
                String kept = read("kept");
                assertThat(world.sandbox.tokens().stream()
                                .filter(token -> kept.contains(token.value()))
                                .findFirst()
                                .orElseThrow()
                                .expires())
                        .isAfter(world.now().plus(Duration.ofSeconds(90)));
            }
        }
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        // Five hours, and a new token after each half hour.
        assertThat(world.tokens()).hasSize(11);
        assertNothingIsLeft(run);
    }

    @Test
    void aRunningCommandFindsTheRenewedTokenInItsFiles() throws Exception {
        store(file());
        WorkflowRun run = pipeline(
                        name,
                        "node('agent') {",
                        login(),
                        "sh 'cp \"$USER_TRUSSRC_PATH\" first; echo is running;"
                                + " while cmp -s first \"$USER_TRUSSRC_PATH\"; do sleep 0.1; done'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("is running", run);
        world.pass(Duration.ofMinutes(31));
        world.project(directory.resolve("token"));
        ExtensionList.lookupSingleton(TokenRenewal.class).doRun();
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertThat(world.tokens()).hasSize(2);
    }

    @Test
    void aRenewalThatFailsIsTriedAgainUntilTheTokenEndsAndIsThenOneLine() throws Exception {
        Path file = world.project(directory.resolve("token"));
        store(new AgentFileTokenSource(file.toString()));
        WorkflowRun run = begins(
                "semaphore 'NAME'",
                "sh 'echo still logged in'",
                "semaphore 'NAME'",
                "sh 'echo logged in again'",
                "semaphore 'NAME'",
                "sh 'echo never'");
        world.pass(Duration.ofMinutes(50));
        // The file still has the identity token of the beginning, which has ended.
        SemaphoreStep.success(name + "/1", null);
        SemaphoreStep.waitForStart(name + "/2", run);
        r.assertLogContains("still logged in", run);
        world.pass(Duration.ofMinutes(1));
        world.project(file);
        SemaphoreStep.success(name + "/2", null);
        SemaphoreStep.waitForStart(name + "/3", run);
        assertThat(world.tokens()).hasSize(2);
        world.pass(Duration.ofMinutes(61));
        SemaphoreStep.success(name + "/3", null);
        r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(run));
        r.assertLogContains("logged in again", run);
        r.assertLogNotContains("echo never", run);
        r.assertLogContains(
                "ERROR: no access token for the identity '" + name + "': the identity token from the file " + file
                        + " expired 3360 s ago by the clock of this machine; it was not sent",
                run);
        assertNothingIsLeft(run);
    }

    @Test
    void fiftyBlocksAtOnceShareOneExchangeAndOneRenewal() throws Exception {
        world.sandbox.fault(Fault.of(Fault.Kind.DELAY, "POST", "/v1/auth/token")
                .delay(Duration.ofMillis(300))
                .times(2));
        store(file());
        WorkflowRun run = pipeline(
                        name,
                        "node('agent') {",
                        "  def blocks = [:]",
                        "  for (int b = 0; b < 50; b++) {",
                        "    blocks[\"block${b}\"] = { " + login() + " semaphore '" + name + "'",
                        "      echo \"is ${env.BASETEN_PROFILE}\" } }",
                        "  }",
                        "  parallel blocks",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
        for (int i = 1; i <= 50; i++) {
            SemaphoreStep.waitForStart(name + "/" + i, run);
        }
        assertThat(world.exchanges()).hasSize(1);
        world.pass(Duration.ofMinutes(31));
        world.project(directory.resolve("token"));
        for (int i = 1; i <= 50; i++) {
            SemaphoreStep.success(name + "/" + i, null);
        }
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run).split("is baseten-ci", -1)).hasSize(51);
        assertThat(world.exchanges()).hasSize(2);
        assertNothingIsLeft(run);
    }

    @Test
    void anAgentWithoutTheFileKeepsNoOtherAgentFromAToken() throws Exception {
        r.createSlave(name, null);
        Path file = world.project(directory.resolve("token"));
        store(new SourceOfOneAgent("agent", file.toString()));
        WorkflowRun run = pipeline(
                        name,
                        "node('" + name + "') { try { " + login() + " sh 'true' } }",
                        "catch (e) { echo 'told: ' + e.message } }",
                        "node('agent') {",
                        login(),
                        "  node('" + name + "') { " + login(),
                        "    semaphore '" + name + "'",
                        "    sh 'echo the other agent goes on'",
                        "  } }",
                        "  sh 'true'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        r.assertLogContains(
                "told: no access token for the identity '" + name + "': no identity token: the file " + file
                        + ".missing does not exist on the agent",
                run);
        assertThat(world.tokens()).hasSize(1);
        world.pass(Duration.ofMinutes(31));
        world.project(file);
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        r.assertLogContains("the other agent goes on", run);
        assertThat(world.tokens()).hasSize(2);
        assertNothingIsLeft(run);
    }

    @Test
    void theEndOfABlockDoesNotWaitForALookup() throws Exception {
        Path file = world.project(directory.resolve("token"));
        store(new SourceThatWaits(file.toString()));
        WorkflowRun run = pipeline(
                        name,
                        "node('agent') {",
                        login(),
                        "  semaphore '" + name + "'",
                        "}",
                        "semaphore '" + name + "'",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        SourceThatWaits.hold();
        try {
            world.pass(Duration.ofMinutes(31));
            world.project(file);
            ExtensionList.lookupSingleton(TokenRenewal.class).doRun();
            Await.until("a lookup waits", () -> SourceThatWaits.waiting() > 0);
            SemaphoreStep.success(name + "/1", null);
            SemaphoreStep.waitForStart(name + "/2", run);
            assertThat(loginDirectories(Path.of(agent.getRemoteFS()))).isEmpty();
            assertThat(world.tokens()).hasSize(1);
        } finally {
            SourceThatWaits.release();
        }
        Await.until("the lookup has got its token", () -> world.tokens().size() == 2);
        SemaphoreStep.success(name + "/2", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertNothingIsLeft(run);
    }

    /** The rule is changed while the block runs. */
    @Test
    void aRenewedTokenThatIsTooShortForTrussIsOneLineAndTheOldOneStaysInUse() throws Exception {
        Path file = world.project(directory.resolve("token"));
        store(new AgentFileTokenSource(file.toString()));
        WorkflowRun run = begins(
                "semaphore 'NAME'",
                "sh 'cp \"$USER_TRUSSRC_PATH\" kept'",
                "semaphore 'NAME'",
                "sh 'echo still logged in'",
                "semaphore 'NAME'",
                "sh 'echo never'");
        world.sandbox.fault(Fault.status(
                        "POST",
                        "/v1/auth/token",
                        200,
                        "{\"access_token\": \"sbx-too-short-a-token\", \"expires_in\": 120}")
                .times(1000));
        for (int i = 1; i <= 2; i++) {
            world.pass(Duration.ofMinutes(i == 1 ? 31 : 10));
            world.project(file);
            SemaphoreStep.success(name + "/" + i, null);
            SemaphoreStep.waitForStart(name + "/" + (i + 1), run);
        }
        assertThat(read("kept")).contains(world.tokens().get(0));
        String sentence = "the credential '" + name + "' gets access tokens that are too short: an access token that"
                + " lives 120 s is too short for truss";
        assertThat(JenkinsRule.getLog(run).lines().filter(line -> line.contains(sentence)))
                .singleElement()
                .asString()
                .startsWith("[baseten] warning: " + sentence)
                .endsWith("; until it ends, the block goes on with the token that it has");
        r.assertLogContains("still logged in", run);
        world.pass(Duration.ofMinutes(20));
        world.project(file);
        SemaphoreStep.success(name + "/3", null);
        r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(run));
        r.assertLogContains("ERROR: " + sentence, run);
        r.assertLogNotContains("echo never", run);
        r.assertLogNotContains("sbx-too-short-a-token", run);
        assertNothingIsLeft(run);
    }

    /** The tokens of one login hold up no other login of the block. */
    @Test
    void aKeyBesideATokenThatIsTooShortIsTakenOver() throws Exception {
        Path file = world.project(directory.resolve("token"));
        store(new AgentFileTokenSource(file.toString()));
        addToSystem(credential(name + "-key", KEY, world.url()));
        WorkflowRun run = pipeline(
                        name,
                        "node('agent') { withBaseten(allowUnknownRemote: true, credentialsId: '" + name
                                + "', remote: 'two', remotes: [[credentialsId: '" + name
                                + "-key', remote: 'one']]) {",
                        "semaphore '" + name + "'",
                        "sh 'cp \"$USER_TRUSSRC_PATH\" kept'",
                        "semaphore '" + name + "'",
                        "sh 'echo never'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        world.sandbox.fault(Fault.status(
                        "POST",
                        "/v1/auth/token",
                        200,
                        "{\"access_token\": \"sbx-too-short-a-token\", \"expires_in\": 120}")
                .times(1000));
        world.pass(Duration.ofMinutes(31));
        world.project(file);
        replaceKey(name + "-key", OTHER_KEY);
        SemaphoreStep.success(name + "/1", null);
        SemaphoreStep.waitForStart(name + "/2", run);
        assertThat(read("kept")).contains(OTHER_KEY, world.tokens().get(0)).doesNotContain(KEY);
        assertThat(JenkinsRule.getLog(run).lines().filter(line -> line.contains("too short for truss")))
                .hasSize(1);
        world.pass(Duration.ofMinutes(30));
        world.project(file);
        SemaphoreStep.success(name + "/2", null);
        r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(run));
        r.assertLogContains("ERROR: the credential '" + name + "' gets access tokens that are too short", run);
        assertNothingIsLeft(run);
    }

    @Test
    void twoBuildsHaveTokensOfTheirOwn() throws Exception {
        store(file());
        WorkflowJob job = pipeline(name, "node('agent') {", login(), "sh 'true'", "} }");
        r.assertBuildStatusSuccess(job.scheduleBuild2(0));
        r.assertBuildStatusSuccess(job.scheduleBuild2(0));
        assertThat(world.tokens()).hasSize(2);
    }

    /** Nobody changes a Jenkinsfile when an administrator replaces a key by an identity. */
    @Test
    void aKeyIsReplacedByAnIdentityWhileTenBuildsRun() throws Exception {
        Folder folder = r.createProject(Folder.class, name + "-folder");
        Credentials key = credential(name, KEY, world.url());
        storeOf(folder).addCredentials(Domain.global(), key);
        List<WorkflowRun> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            WorkflowJob job = folder.createProject(WorkflowJob.class, "job" + i);
            job.setDefinition(new CpsFlowDefinition(
                    String.join(
                            "\n",
                            "node('agent') {",
                            login(),
                            "sh 'set +x; test \"${BASETEN_API_KEY%%.*}\" = aBcD1234'",
                            "semaphore '" + name + "'",
                            SHOWS_LOGIN,
                            "} }"),
                    true));
            runs.add(job.scheduleBuild2(0).waitForStart());
        }
        for (int i = 1; i <= 10; i++) {
            SemaphoreStep.waitForStart(name + "/" + i, null);
        }
        storeOf(folder).updateCredentials(Domain.global(), key, world.credential(name, file()));
        assertThat(Leases.of("aBcD1234").orElseThrow()).hasSize(10);
        for (int i = 1; i <= 10; i++) {
            SemaphoreStep.success(name + "/" + i, null);
        }
        for (WorkflowRun run : runs) {
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            r.assertLogContains("key <> profile baseten-ci\nauth_type = oauth\nhas token\noauth_credential\n", run);
        }
        for (WorkflowRun run : runs) {
            assertNothingIsLeft(run);
        }
        assertThat(world.tokens()).hasSize(10);
        assertThat(Leases.of("aBcD1234").orElseThrow()).isEmpty();
    }

    @Test
    void aTokenHoldsUpNoDrain() throws Exception {
        store(file());
        WorkflowRun run = begins("semaphore 'NAME'");
        String token = world.tokens().get(0);
        assertThat(Leases.of(token).orElseThrow()).isEmpty();
        assertThat(Leases.of("").orElseThrow()).isEmpty();
        ends(run);
    }

    @Test
    void aBuildThatEndsForgetsItsTokens() throws Exception {
        store(file());
        WorkflowRun run = begins("semaphore 'NAME'");
        Path record = Path.of(run.getRootDir().getPath(), "build.xml");
        assertThat(record)
                .content()
                .contains("HeldToken")
                .doesNotContain(world.tokens().get(0));
        assertThat(filesWith(run.getRootDir().toPath(), world.tokens().get(0))).isEmpty();
        ends(run);
        // The build is finalized a moment after it counts as complete.
        Await.until("the record without tokens", () -> !Files.readString(record).contains("HeldToken"));
    }

    private IdentityTokenSource file() throws Exception {
        return new AgentFileTokenSource(
                world.project(directory.resolve("token")).toString());
    }

    private void store(IdentityTokenSource source) throws Exception {
        addToSystem(world.credential(name, source));
    }

    private String login() {
        return LOGIN.replace("NAME", name);
    }

    private WorkflowRun succeeds(String... body) throws Exception {
        return r.assertBuildStatusSuccess(job(body).scheduleBuild2(0));
    }

    private WorkflowJob job(String... body) throws Exception {
        return pipeline(
                name, "node('agent') {", login(), String.join("\n", body).replace("'NAME'", "'" + name + "'"), "} }");
    }

    private WorkflowRun begins(String... body) throws Exception {
        WorkflowRun run = job(body).scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        return run;
    }

    private void ends(WorkflowRun run) throws Exception {
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
    }

    private String read(String file) throws Exception {
        return agent.getWorkspaceFor(r.jenkins.getItemByFullName(name, WorkflowJob.class))
                .child(file)
                .readToString();
    }

    /** The build shows no token and leaves none on a disk. */
    private void assertNothingIsLeft(WorkflowRun run) throws Exception {
        for (String token : world.tokens()) {
            r.assertLogNotContains(token, run);
            assertThat(filesWith(run.getRootDir().toPath(), token)).isEmpty();
        }
        assertThat(loginDirectories(Path.of(agent.getRemoteFS()))).isEmpty();
    }

    /** A secret text that signs an identity token for each build that looks it up. */
    public static final class SigningCredential extends BaseStandardCredentials implements StringCredentials {
        private static final long serialVersionUID = 1L;

        private final transient IdentityWorld issuer;
        private final transient List<Run<?, ?>> builds = new ArrayList<>();

        SigningCredential(String id, IdentityWorld issuer) {
            super(CredentialsScope.GLOBAL, id, null);
            this.issuer = issuer;
        }

        @Override
        public Secret getSecret() {
            return Secret.fromString("");
        }

        @Override
        public Credentials forRun(Run<?, ?> context) {
            builds.add(context);
            return new StringCredentialsImpl(
                    CredentialsScope.GLOBAL, getId(), null, Secret.fromString(issuer.identity()));
        }

        /** Its type. */
        @TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    /** The ids of the credentials whose uses are recorded. */
    @TestExtension
    public static final class Uses implements CredentialsUseListener {
        private final List<String> of = new CopyOnWriteArrayList<>();

        @Override
        public void onUse(Credentials credential, Run build) {
            of.add(((IdCredentials) credential).getId());
        }

        @Override
        public void onUse(Credentials credential, Node node) {}

        @Override
        public void onUse(Credentials credential, Item item) {}
    }
}

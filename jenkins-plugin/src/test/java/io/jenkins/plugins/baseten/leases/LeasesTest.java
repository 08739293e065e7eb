package io.jenkins.plugins.baseten.leases;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeOf;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.Util;
import hudson.matrix.AxisList;
import hudson.matrix.MatrixBuild;
import hudson.matrix.MatrixProject;
import hudson.matrix.TextAxis;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.github.basetenci.testing.CpuTime;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
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

/** A key counts as in use from before anybody has it until nobody can use it any more. */
@WithJenkins
class LeasesTest {
    private static final String PREFIX = KEY.substring(0, 8);
    private static final String OTHER_PREFIX = OTHER_KEY.substring(0, 8);

    private static JenkinsRule r;

    private String name;
    private WorkflowRun run;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.jenkins.setNumExecutors(4);
        store("team-key", KEY, null);
        storeSecretText("text", OTHER_KEY);
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void nobodyHoldsAKeyWhenItsBuildIsOver() throws Exception {
        if (run != null && run.isBuilding()) {
            // The test has failed; the next one needs the executor.
            run.doKill();
            r.waitForCompletion(run);
        }
        assertThat(leases(PREFIX)).isEmpty();
        assertThat(leases(OTHER_PREFIX)).isEmpty();
    }

    @Test
    void aBlockHoldsItsKeyUntilItEndsAndTheBuildGoesOn() throws Exception {
        Instant begin = Instant.ofEpochMilli(System.currentTimeMillis());
        started("node { withBaseten(credentialsId: 'team-key') { semaphore 'in' } }", "semaphore 'after'");
        at("in");
        Lease lease = leases(PREFIX).get(0);
        assertThat(lease.build()).isEqualTo(name + "#1");
        assertThat(lease.url()).isEqualTo("job/" + name + "/1/");
        assertThat(lease.credentialsId()).isEqualTo("team-key");
        assertThat(lease.since()).isBetween(begin, Instant.now());
        assertThat(leases(PREFIX)).hasSize(1);
        assertThat(leases(OTHER_PREFIX)).isEmpty();
        goOn("in");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aBlockWithoutFilesOutsideOfANodeLetsGoToo() throws Exception {
        started("withBaseten(credentialsId: 'team-key', files: false) { semaphore 'in' }", "semaphore 'after'");
        at("in");
        assertThat(leases(PREFIX)).hasSize(1);
        goOn("in");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aSecretTextCountsAsWellWhereABlockHasIt() throws Exception {
        started("withBaseten(credentialsId: 'text') { semaphore 'in' }", "semaphore 'after'");
        at("in");
        assertThat(leases(OTHER_PREFIX)).extracting(Lease::credentialsId).containsExactly("text");
        goOn("in");
        at("after");
        assertThat(leases(OTHER_PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aBlockThatFailsLetsGo() throws Exception {
        started(
                "try { node { withBaseten(credentialsId: 'team-key') { error 'mine' } } } catch (e) { echo 'caught' }",
                "semaphore 'after'");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aBlockThatIsAbortedByATimeoutLetsGo() throws Exception {
        started(
                "try { timeout(time: 500, unit: 'MILLISECONDS') {",
                "  node { withBaseten(credentialsId: 'team-key') { sleep 100 } }",
                "} } catch (e) { echo 'caught' }",
                "semaphore 'after'");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aBlockThatCannotBeginLetsGo() throws Exception {
        started(
                "try { withBaseten(remotes: [[credentialsId: 'team-key'], [credentialsId: 'nope', remote: 'b']]) { } }",
                "catch (e) { echo 'caught' }",
                "semaphore 'after'");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void anAbortedBuildLetsGo() throws Exception {
        started("node { withBaseten(credentialsId: 'team-key') { semaphore 'in' } }");
        at("in");
        assertThat(leases(PREFIX)).hasSize(1);
        run.doStop();
        finished(Result.ABORTED);
    }

    @Test
    void aKilledBuildLetsGo() throws Exception {
        started("withBaseten(credentialsId: 'team-key') { semaphore 'in' }");
        at("in");
        assertThat(leases(PREFIX)).hasSize(1);
        run.doTerm();
        run.doKill();
        r.waitForCompletion(run);
    }

    @Test
    void ofTwoBlocksThatShareAKeyTheLastLetsGoOfIt() throws Exception {
        started(
                "parallel a: { withBaseten(credentialsId: 'team-key') { semaphore 'a' }; semaphore 'after-a' },",
                "         b: { withBaseten(credentialsId: 'team-key') {",
                "                withBaseten(credentialsId: 'team-key', remote: 'inner') { echo 'inner' }",
                "                semaphore 'b' } }",
                "semaphore 'after'");
        at("a");
        at("b");
        assertThat(leases(PREFIX)).hasSize(1);
        goOn("a");
        at("after-a");
        assertThat(leases(PREFIX)).hasSize(1);
        goOn("b");
        goOn("after-a");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aReplacedKeyIsHeldBesideTheNewOneUntilTheBlockEnds() throws Exception {
        store(name, KEY, null);
        started(
                "withBaseten(credentialsId: '" + name + "') {",
                "  semaphore 'in'",
                "  echo \"has ${env.BASETEN_API_KEY.take(8)}\"",
                "  semaphore 'refreshed'",
                "}",
                "semaphore 'after'");
        at("in");
        replaceKey(name, OTHER_KEY);
        goOn("in");
        at("refreshed");
        assertThat(leases(PREFIX)).hasSize(1);
        assertThat(leases(OTHER_PREFIX)).hasSize(1);
        goOn("refreshed");
        at("after");
        assertThat(leases(PREFIX)).isEmpty();
        assertThat(leases(OTHER_PREFIX)).isEmpty();
        goOn("after");
        finished(Result.SUCCESS);
        r.assertLogContains("has " + OTHER_PREFIX, run);
    }

    @Test
    void aKeyThatIsReplacedBeforeTheBlockHoldsItIsNotGivenOut() throws Exception {
        addToSystem(new Swapped(name));
        started("withBaseten(credentialsId: '" + name + "') { semaphore 'in' }");
        at("in");
        assertThat(leases(OTHER_PREFIX)).hasSize(1);
        goOn("in");
        finished(Result.SUCCESS);
        r.assertLogContains("key " + OTHER_PREFIX, run);
        r.assertLogNotContains("key " + PREFIX, run);
    }

    /** Has its key replaced while a build reads it. */
    public static final class Swapped extends BaseStandardCredentials implements StringCredentials {
        private static final long serialVersionUID = 1L;

        Swapped(String id) {
            super(CredentialsScope.GLOBAL, id, null);
        }

        @Override
        public Secret getSecret() {
            return Secret.fromString(KEY);
        }

        @Override
        public Credentials forRun(Run<?, ?> context) {
            try {
                storeOf(r.jenkins).updateCredentials(Domain.global(), this, credential(getId(), OTHER_KEY, null));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** Its type. */
        @TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    @Test
    void aKeyThatOtherStepsGetIsHeldUntilTheBuildEnds() throws Exception {
        started(
                "withCredentials([string(credentialsId: 'team-key', variable: 'K')]) { echo 'has it' }",
                "withBaseten(credentialsId: 'team-key') { echo 'and lets go' }",
                "semaphore 'after'");
        at("after");
        assertThat(leases(PREFIX)).extracting(Lease::build).containsExactly(name + "#1");
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void aFreestyleBuildHoldsTheKeyOfItsBindingUntilItEnds(@TempDir Path directory) throws Exception {
        Path end = directory.resolve("end");
        FreeStyleProject job = r.createFreeStyleProject(name);
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding("team-key"))));
        job.getBuildersList().add(new Shell("echo is running; until test -f '" + end + "'; do sleep 0.1; done"));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        r.waitForMessage("is running", build);
        assertThat(leases(PREFIX)).extracting(Lease::build).containsExactly(name + "#1");
        Files.createFile(end);
        r.assertBuildStatusSuccess(r.waitForCompletion(build));
    }

    @Test
    void ofAMatrixEachBuildHoldsTheKeyAndTheWholeJobIsNoted(@TempDir Path directory) throws Exception {
        Path end = directory.resolve("end");
        MatrixProject job = r.createProject(MatrixProject.class, name);
        job.setAxes(new AxisList(new TextAxis("axis", "x", "y")));
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding("team-key"))));
        job.getBuildersList().add(new Shell("echo is running; until test -f '" + end + "'; do sleep 0.1; done"));
        MatrixBuild build = job.scheduleBuild2(0).waitForStart();
        try {
            // A use is noted a moment after the key is held.
            while (leases(PREFIX).size() < 2
                    || UsageRecords.get().jobs("", "team-key").stream().noneMatch(name::equals)) {
                assertThat(build.isBuilding()).isTrue();
                Thread.sleep(20);
            }
            assertThat(leases(PREFIX))
                    .extracting(Lease::build)
                    .containsExactlyInAnyOrder(name + "/axis=x#1", name + "/axis=y#1");
        } finally {
            Files.createFile(end);
        }
        r.assertBuildStatusSuccess(r.waitForCompletion(build));
    }

    @Test
    void whatAPluginOnlyAnnouncesIsHeldAndMasked() throws Exception {
        BasetenApiKeyCredentialsImpl announced = credential(name, OTHER_KEY, null);
        started("semaphore 'in'", "echo 'shows " + OTHER_KEY + "'", "semaphore 'after'");
        at("in");
        CredentialsProvider.track(run, announced);
        assertThat(leases(OTHER_PREFIX)).hasSize(1);
        goOn("in");
        at("after");
        goOn("after");
        finished(Result.SUCCESS);
        String stored = stored();
        CredentialsProvider.track(run, credential("late", KEY, null));
        assertThat(stored()).isEqualTo(stored);
        r.assertLogContains("shows ****", run);
    }

    @Test
    void theUsersInABuildAreOnTheDiskBeforeTheKeyIsGivenOut() throws Exception {
        started("withBaseten(credentialsId: 'team-key') { semaphore 'in' }", "semaphore 'after'");
        at("in");
        assertThat(stored()).containsPattern("<users>\\s*<string>baseten-[^<]+</string>\\s*</users>");
        goOn("in");
        at("after");
        assertThat(stored()).contains("<users/>").doesNotContain(KEY);
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void anActionOfAnEarlierVersionIsReadAsAUseUntilTheBuildEnds() throws Exception {
        String secret = Secret.fromString(KEY).getEncryptedValue();
        Object read = Run.XSTREAM2.fromXML("""
                <io.jenkins.plugins.baseten.masking.HeldKeysAction>
                  <keys>
                    <io.jenkins.plugins.baseten.masking.HeldKeysAction_-HeldKey>
                      <credentialsId>team-key</credentialsId>
                      <key>%s</key>
                    </io.jenkins.plugins.baseten.masking.HeldKeysAction_-HeldKey>
                  </keys>
                </io.jenkins.plugins.baseten.masking.HeldKeysAction>
                """.formatted(secret));
        started("semaphore 'in'", "withBaseten(credentialsId: 'team-key') { }", "semaphore 'after'");
        at("in");
        run.addAction((HeldKeysAction) read);
        goOn("in");
        at("after");
        assertThat(leases(PREFIX))
                .extracting(Lease::since)
                .containsExactly(Instant.ofEpochMilli(run.getStartTimeInMillis()));
        goOn("after");
        finished(Result.SUCCESS);
    }

    @Test
    void anAnswerCostsNothingOfTheBuildsThatAreOver() throws Exception {
        FreeStyleProject job = r.createFreeStyleProject(name);
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding("team-key"))));
        FreeStyleBuild first = r.buildAndAssertSuccess(job);
        File builds = first.getRootDir().getParentFile();
        for (int i = 2; i <= 2000; i++) {
            Util.copyFile(new File(first.getRootDir(), "build.xml"), new File(builds, i + "/build.xml"));
        }
        job.updateNextBuildNumber(2001);
        job.doReload();
        FreeStyleProject reloaded = r.jenkins.getItemByFullName(name, FreeStyleProject.class);
        assertThat(reloaded.getBuildByNumber(1999).getAction(HeldKeysAction.class))
                .isNotNull();
        Duration cost = CpuTime.ofThisThread(() -> {
            for (int i = 0; i < 1000; i++) {
                assertThat(leases(PREFIX)).isEmpty();
            }
            return null;
        });
        assertThat(cost).isLessThan(Duration.ofSeconds(1));
        assertThat(reloaded._getRuns().getLoadedBuilds()).hasSizeLessThan(10);
    }

    private static List<Lease> leases(String prefix) {
        return Leases.of(prefix).orElseThrow();
    }

    private String stored() throws Exception {
        return Files.readString(run.getRootDir().toPath().resolve("build.xml"));
    }

    private void started(String... script) throws Exception {
        run = pipeline(name, String.join("\n", script).replaceAll("semaphore '", "semaphore '" + name + "-"))
                .scheduleBuild2(0)
                .waitForStart();
    }

    private void at(String semaphore) throws Exception {
        SemaphoreStep.waitForStart(name + "-" + semaphore + "/1", run);
    }

    private void goOn(String semaphore) {
        SemaphoreStep.success(name + "-" + semaphore + "/1", null);
    }

    private void finished(Result result) throws Exception {
        r.assertBuildStatus(result, r.waitForCompletion(run));
        r.assertLogNotContains(KEY.substring(9), run);
        r.assertLogNotContains(OTHER_KEY.substring(9), run);
    }
}

package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
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
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** However a block ends, its directory is gone, and the journal says so. */
@WithJenkins
class BlockEndsTest {
    private static JenkinsRule r;

    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        r.jenkins.setNumExecutors(4);
        store("team-key", KEY, null);
        store("other-key", OTHER_KEY, null);
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(loginDirectories(r.jenkins.getRootDir().toPath()), empty());
        assertEquals(0, Leftovers.get().size());
    }

    @Test
    void anErrorInTheBodyIsTheBuildsError() throws Exception {
        WorkflowRun run = run(Result.FAILURE, "node { withBaseten(credentialsId: 'team-key') { error 'mine' } }");
        r.assertLogContains("ERROR: mine", run);
    }

    @Test
    void anAbortedBuildLeavesNothing() throws Exception {
        WorkflowRun run = startedInside("node { withBaseten(credentialsId: 'team-key') { semaphore 'inside' } }");
        assertThat(loginDirectories(r.jenkins.getRootDir().toPath()), hasSize(1));
        run.doStop();
        r.assertBuildStatus(Result.ABORTED, r.waitForCompletion(run));
    }

    @Test
    void anAbortedCommandLeavesNothing() throws Exception {
        WorkflowRun run = job("node { withBaseten(credentialsId: 'team-key') { sh 'echo is running; sleep 100' } }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("is running", run);
        run.doStop();
        r.assertBuildStatus(Result.ABORTED, r.waitForCompletion(run));
    }

    @Test
    void aTimeoutAroundAndInsideTheBlockLeavesNothing() throws Exception {
        run(
                Result.ABORTED,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  try { timeout(time: 1, unit: 'MILLISECONDS') { sleep 100 } } catch (e) { echo 'inner' }",
                "  sh 'test -f \"$USER_TRUSSRC_PATH\"' } ",
                "  timeout(time: 300, unit: 'MILLISECONDS') { withBaseten(credentialsId: 'team-key') { sleep 100 } }",
                "}");
    }

    @Test
    void aKilledBuildIsSweptByTheNextBlockOnTheNode() throws Exception {
        WorkflowRun run = startedInside("node { withBaseten(credentialsId: 'team-key') { semaphore 'inside' } }");
        run.doTerm();
        run.doKill();
        r.waitForCompletion(run);
        run(Result.SUCCESS, "node { withBaseten(credentialsId: 'team-key') { } }");
    }

    @Test
    void theInnerBlockWinsAndTheOuterOneIsBackAfterIt() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  def outer = env.USER_TRUSSRC_PATH",
                "  withBaseten(credentialsId: 'other-key', remote: 'inner') {",
                "    sh 'test \"${BASETEN_API_KEY%%.*}\" = zYxW9876; test \"$BASETEN_PROFILE\" = inner'",
                "    sh \"test -f '$outer' && test \\\"\\$USER_TRUSSRC_PATH\\\" != '$outer'\"",
                "    sh 'grep -F \"[inner]\" \"$USER_TRUSSRC_PATH\"'",
                "    withBaseten(credentialsId: 'team-key', files: false) {",
                "      sh 'test -n \"$BASETEN_TRUSS_AUTH_API_KEY\" && test -z \"$BASETEN_PROFILE\"'",
                "    }",
                "    sh 'test -z \"$BASETEN_TRUSS_AUTH_API_KEY\"; test \"$BASETEN_PROFILE\" = inner'",
                "  }",
                "  sh 'test \"${BASETEN_API_KEY%%.*}\" = aBcD1234; test \"$BASETEN_PROFILE\" = baseten'",
                "  sh \"test \\\"\\$USER_TRUSSRC_PATH\\\" = '$outer'\"",
                "  sh 'test -f \"$USER_TRUSSRC_PATH\"'",
                "} }");
        r.assertLogNotContains(KEY.substring(9), run);
        r.assertLogNotContains(OTHER_KEY.substring(9), run);
    }

    @Test
    void parallelBranchesOfOneWorkspaceHaveALoginEach() throws Exception {
        run(
                Result.SUCCESS,
                "node { parallel(",
                "  a: { withBaseten(credentialsId: 'team-key', remote: 'one') {",
                "    sh 'touch a; while [ ! -f b ]; do sleep 0.1; done; grep -F \"[one]\" \"$USER_TRUSSRC_PATH\"' } },",
                "  b: { withBaseten(credentialsId: 'other-key', remote: 'two') {",
                "    sh 'touch b; while [ ! -f a ]; do sleep 0.1; done; grep -F \"[two]\" \"$USER_TRUSSRC_PATH\"' } })",
                "}");
    }

    @Test
    void aBodyThatDeletesItsOwnDirectoryEndsWell() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  sh 'rm -r \"$BASETEN_CONFIG_DIR\"'",
                "  sh 'test \"${BASETEN_API_KEY%%.*}\" = aBcD1234'",
                "} }");
        r.assertLogNotContains("not deleted", run);
    }

    @Test
    void aBodyThatDeletesTheWorkspaceEndsWell() throws Exception {
        run(
                Result.SUCCESS,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  sh 'rm -rf \"$WORKSPACE@tmp\"/baseten-*'",
                "  deleteDir()",
                "  echo \"still ${env.BASETEN_PROFILE}\"",
                "} }");
    }

    @Test
    void aBodyThatLocksItsDirectoryEndsWell() throws Exception {
        run(
                Result.SUCCESS,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  sh 'cd \"$BASETEN_CONFIG_DIR\"; mkdir -p sub/deep; chmod 0 sub; chmod 500 .'",
                "} }");
    }

    @Test
    void aLinkThatTheBodyPutsInPlaceOfItsDirectoryIsDeletedAndNotWhatItPointsTo(@TempDir Path outside)
            throws Exception {
        Path precious = Files.writeString(outside.resolve("precious"), "stay");
        run(
                Result.SUCCESS,
                "node { withBaseten(credentialsId: 'team-key') {",
                "  sh 'rm -r \"$BASETEN_CONFIG_DIR\"; ln -s " + outside + " \"$BASETEN_CONFIG_DIR\"'",
                "} }");
        assertTrue(Files.exists(precious));
    }

    @Test
    void aWorkspaceWhoseNeighbourIsALinkIsRefusedInOneSentence(@TempDir Path outside) throws Exception {
        Path workspace = r.jenkins.getRootDir().toPath().resolve("workspace");
        Files.createDirectories(workspace);
        Files.createSymbolicLink(workspace.resolve(name + "@tmp"), outside);
        WorkflowRun run = run(Result.FAILURE, "node { withBaseten(credentialsId: 'team-key') { echo 'not reached' } }");
        r.assertLogContains(
                "ERROR: a login needs a directory in " + workspace.resolve(name + "@tmp")
                        + " on Built-In Node, and none can be made there: it is a symbolic link",
                run);
        r.assertLogNotContains("\tat ", run);
        r.assertLogNotContains("not reached", run);
    }

    @Test
    void fromADirectoryOfTheWorkspaceTheFilesAreStillBesideTheWorkspace() throws Exception {
        run(
                Result.SUCCESS,
                "node { dir('model') { withBaseten(credentialsId: 'team-key') {",
                "  sh 'case \"$BASETEN_CONFIG_DIR\" in \"$WORKSPACE@tmp\"/*) ;; *) exit 1 ;; esac'",
                "} } }");
    }

    @Test
    void anotherWorkspaceHasTheFilesBesideItself() throws Exception {
        run(
                Result.SUCCESS,
                "node { ws(\"${env.WORKSPACE}-other\") { withBaseten(credentialsId: 'team-key') {",
                "  sh 'case \"$BASETEN_CONFIG_DIR\" in *-other@tmp/*) ;; *) exit 1 ;; esac'",
                "  sh 'test -f \"$USER_TRUSSRC_PATH\"'",
                "} } }");
    }

    @Test
    void aBuildThatMayNotSeeItsNeighboursDoesNotSweepThem() throws Exception {
        WorkflowRun neighbour = startedInside(
                "node { withBaseten(credentialsId: 'team-key') { semaphore 'inside'; sh 'test -f \"$USER_TRUSSRC_PATH\"' } }");
        WorkflowJob blind = pipeline(name + "-blind", "node { withBaseten(credentialsId: 'team-key') { } }");
        r.jenkins.setSecurityRealm(r.createDummySecurityRealm());
        r.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("nobody")
                .grant(Item.READ, Item.BUILD, CredentialsProvider.USE_ITEM)
                .onItems(blind)
                .to("nobody")
                .grant(Computer.BUILD)
                .everywhere()
                .to("nobody"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                blind.getFullName(),
                                User.getById("nobody", true).impersonate2()));
        try {
            r.buildAndAssertSuccess(blind);
            SemaphoreStep.success(name + "/1", null);
            r.assertBuildStatusSuccess(r.waitForCompletion(neighbour));
        } finally {
            QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
            r.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        }
    }

    private WorkflowJob job(String... script) throws Exception {
        return pipeline(
                name + (r.jenkins.getItem(name) == null ? "" : "-next"),
                String.join("\n", script).replace("semaphore 'inside'", "semaphore '" + name + "'"));
    }

    private WorkflowRun run(Result result, String... script) throws Exception {
        return r.assertBuildStatus(result, job(script).scheduleBuild2(0));
    }

    private WorkflowRun startedInside(String... script) throws Exception {
        WorkflowRun run = job(script).scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        return run;
    }
}

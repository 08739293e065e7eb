package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import hudson.model.Slave;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityWorld;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted while a block has an access token. */
class IdentityRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path directory;

    private IdentityWorld world;

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void theBlockGoesOnWithANewTokenAndBothTokensStayMasked() throws Throwable {
        begin(
                "  sh 'cp \"$USER_TRUSSRC_PATH\" copy'",
                "  semaphore 'inside'",
                "  sh '! cmp -s copy \"$USER_TRUSSRC_PATH\"; cat copy \"$USER_TRUSSRC_PATH\"; rm copy'");
        String first = world.tokens().get(0);
        assertThat(filesWith(session.getHome().toPath().resolve("jobs"), first)).isEmpty();
        world.pass(Duration.ofMinutes(40));
        world.project(directory.resolve("token"));
        session.then(r -> {
            BasetenConfiguration.get().setTrustedUrls(world.url());
            agents.start(r, "remote");
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            SemaphoreStep.success("inside/1", null);
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            r.assertLogContains("oauth_access_token = ****", run);
            assertThat(world.tokens()).hasSize(2);
            for (String token : world.tokens()) {
                r.assertLogNotContains(token, run);
            }
            assertThat(loginDirectories(r.jenkins.getRootDir().toPath())).isEmpty();
            assertThat(Leftovers.get().size()).isZero();
        });
        for (String token : world.tokens()) {
            assertThat(filesWith(session.getHome().toPath().resolve("jobs"), token))
                    .isEmpty();
        }
    }

    /** No other command of the block begins, so nothing but the renewal itself gives it a token. */
    @Test
    void aCommandThatRunsThroughTheRestartFindsARenewedTokenInItsFiles() throws Throwable {
        begin(
                "  semaphore 'inside'",
                "  sh 'cp \"$USER_TRUSSRC_PATH\" first; echo is running;"
                        + " while cmp -s first \"$USER_TRUSSRC_PATH\"; do sleep 0.1; done'");
        session.then(r -> {
            agents.start(r, "remote");
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            SemaphoreStep.success("inside/1", null);
            r.waitForMessage("is running", run);
        });
        int before = world.tokens().size();
        world.pass(Duration.ofMinutes(40));
        world.project(directory.resolve("token"));
        session.then(r -> {
            agents.start(r, "remote");
            Await.until("the agent is back", () -> {
                Slave agent = (Slave) r.jenkins.getNode("remote");
                return agent != null && agent.getComputer().isOnline();
            });
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            Await.until("the renewed token", () -> {
                ExtensionList.lookupSingleton(TokenRenewal.class).doRun();
                return !run.isBuilding();
            });
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            assertThat(world.tokens()).hasSize(before + 1);
        });
    }

    private void begin(String... body) throws Throwable {
        session.then(r -> {
            world = IdentityWorld.start();
            agents.createAgent(r, "remote");
            addToSystem(world.credential(
                    "ci",
                    new AgentFileTokenSource(
                            world.project(directory.resolve("token")).toString())));
            pipeline(
                            "job",
                            "node('remote') { withBaseten(credentialsId: 'ci', allowUnknownRemote: true) {",
                            String.join("\n", body),
                            "} }")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("inside/1", null);
        });
    }
}

package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Slave;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent whose JVM is killed while a block runs on it. */
@WithJenkins
@Tag("long")
class AgentLossTest {
    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void theBuildIsRetriedAndTheNextBlockOnTheAgentSweeps(JenkinsRule r) throws Exception {
        r.jenkins.setNumExecutors(0);
        store("team-key", KEY, null);
        Slave first = agents.createAgent(r, "first");
        WorkflowRun run = pipeline(
                        "job",
                        "retry(conditions: [agent(), nonresumable()], count: 2) { node {",
                        "  withBaseten(credentialsId: 'team-key') {",
                        "    echo \"on ${env.NODE_NAME}\"",
                        "    if (env.NODE_NAME == 'first') { sh 'echo is running; sleep 1000' }",
                        "    sh 'test -f \"$USER_TRUSSRC_PATH\"'",
                        "  }",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("is running", run);
        kill(first);
        r.jenkins.getComputer("first").setTemporarilyOffline(true);
        agents.createAgent(r, "second");
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        r.assertLogContains("on second", run);
        Path disk = Path.of(first.getRemoteFS());
        assertThat(loginDirectories(disk), hasSize(1));
        assertEquals(1, Leftovers.get().size());

        r.jenkins.getComputer("first").setTemporarilyOffline(false);
        agents.start(r, "first");
        r.buildAndAssertSuccess(pipeline("another", "node('first') { withBaseten(credentialsId: 'team-key') { } }"));
        assertThat(loginDirectories(disk), empty());
        assertEquals(0, Leftovers.get().size());
    }

    private static void kill(Slave agent) throws Exception {
        long pid = agent.getChannel().call(new Pid());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static final class Pid extends MasterToSlaveCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }
}

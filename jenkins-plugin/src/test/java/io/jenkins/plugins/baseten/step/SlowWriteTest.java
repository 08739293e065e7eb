package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.slaves.DumbSlave;
import hudson.slaves.RetentionStrategy;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An agent that stands still while the files of a login are written. */
@WithJenkins
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the agent is stopped by a signal of POSIX")
class SlowWriteTest {
    @Test
    void theBlockEndsAndItsDirectoryIsDeletedWhenTheWriteHasEnded(JenkinsRule r, @TempDir Path disk) throws Exception {
        DumbSlave agent = new DumbSlave("agent", disk.toString(), r.createComputerLauncher(null));
        agent.setRetentionStrategy(RetentionStrategy.NOOP);
        r.jenkins.addNode(agent);
        r.waitOnline(agent);
        store("team-key", KEY, null);
        WorkflowRun run = pipeline(
                        "job",
                        "node('agent') { withBaseten(credentialsId: 'team-key') { semaphore 'inside' }",
                        "semaphore 'behind' }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("inside/1", run);
        String pid = String.valueOf(agent.getChannel().call(new Pid()));
        signal("STOP", pid);
        try {
            replaceKey("team-key", OTHER_KEY);
            Await.until("the files are written", SlowWriteTest::isWriting);
            SemaphoreStep.success("inside/1", null);
            SemaphoreStep.waitForStart("behind/1", run);
            assertThat(loginDirectories(disk)).hasSize(1);
            assertThat(Leftovers.get().size()).isEqualTo(1);
            r.assertLogContains("is not deleted yet (its files are still being written)", run);
        } finally {
            signal("CONT", pid);
        }
        Await.until("the directory is deleted", () -> loginDirectories(disk).isEmpty());
        Await.until("nothing is left to delete", () -> Leftovers.get().size() == 0);
        SemaphoreStep.success("behind/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
    }

    /** The build catches the abort and goes on. */
    @Test
    void anAbortDuringTheWaitLeavesTheDirectoryToTheEndOfTheWrite(JenkinsRule r, @TempDir Path disk) throws Exception {
        DumbSlave agent = new DumbSlave("agent", disk.toString(), r.createComputerLauncher(null));
        agent.setRetentionStrategy(RetentionStrategy.NOOP);
        r.jenkins.addNode(agent);
        r.waitOnline(agent);
        store("team-key", KEY, null);
        WorkflowRun run = pipeline(
                        "job",
                        "node('agent') {",
                        "try { withBaseten(credentialsId: 'team-key') { semaphore 'inside' } } catch (e) { echo 'caught' }",
                        "semaphore 'behind' }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("inside/1", run);
        String pid = String.valueOf(agent.getChannel().call(new Pid()));
        signal("STOP", pid);
        try {
            replaceKey("team-key", OTHER_KEY);
            Await.until("the files are written", SlowWriteTest::isWriting);
            SemaphoreStep.success("inside/1", null);
            Await.until("the end of the block waits for the write", () -> isIn("close"));
            run.getExecutor().interrupt();
            SemaphoreStep.waitForStart("behind/1", run);
            r.assertLogContains("caught", run);
            r.assertLogContains("is not deleted yet (its files are still being written)", run);
        } finally {
            signal("CONT", pid);
        }
        Await.until("the directory is deleted", () -> loginDirectories(disk).isEmpty());
        Await.until("nothing is left to delete", () -> Leftovers.get().size() == 0);
        SemaphoreStep.success("behind/1", null);
        r.waitForCompletion(run);
    }

    private static boolean isWriting() {
        return isIn("writeUntilCurrent");
    }

    private static boolean isIn(String method) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(CurrentLogin.class.getName())
                        && frame.getMethodName().equals(method));
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    private static final class Pid extends MasterToSlaveCallable<Long, RuntimeException> {
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }
}

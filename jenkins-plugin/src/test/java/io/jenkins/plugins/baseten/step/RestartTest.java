package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted while a block runs on an agent. */
class RestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    @Test
    void theBlockGoesOnWithTheKeyThatIsStoredByThenAndBothKeysStayMasked() throws Throwable {
        session.then(r -> {
            agents.createAgent(r, "remote");
            store("team-key", KEY, null);
            WorkflowRun run = pipeline(
                            "job",
                            "node('remote') { withBaseten(credentialsId: 'team-key') {",
                            "  sh 'tee copy < \"$USER_TRUSSRC_PATH\"'",
                            "  semaphore 'inside'",
                            "  sh 'test -f \"$USER_TRUSSRC_PATH\" && test \"${BASETEN_API_KEY%%.*}\" = zYxW9876'",
                            "  sh 'grep zYxW9876 \"$USER_TRUSSRC_PATH\" && grep -c zYxW9876"
                                    + " \"$BASETEN_CONFIG_DIR/auth.json\"'",
                            "  sh 'cat copy; rm copy; echo new $BASETEN_API_KEY'",
                            "} }")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("inside/1", run);
        });
        assertThat(filesWith(session.getHome().toPath().resolve("jobs"), KEY.substring(9)), empty());
        session.then(r -> {
            replaceKey("team-key", OTHER_KEY);
            agents.start(r, "remote");
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            SemaphoreStep.success("inside/1", null);
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            r.assertLogContains("new ****", run);
            r.assertLogNotContains(KEY.substring(9), run);
            r.assertLogNotContains(OTHER_KEY.substring(9), run);
            assertThat(loginDirectories(r.jenkins.getRootDir().toPath()), empty());
            assertEquals(0, Leftovers.get().size());
        });
        assertThat(filesWith(session.getHome().toPath().resolve("jobs"), OTHER_KEY.substring(9)), empty());
    }

    @Test
    void aRestartOnTheWayInFailsTheBlockAndTheNextOneSweeps() throws Throwable {
        CountDownLatch asked = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        silent.createContext("/", exchange -> asked.countDown());
        silent.start();
        try {
            String url = "http://127.0.0.1:" + silent.getAddress().getPort();
            session.then(r -> {
                BasetenConfiguration.get().setTrustedUrls(url);
                store("slow", KEY, url);
                pipeline(
                                "job",
                                "node { withBaseten(credentialsId: 'slow', requireKeyType: 'invoke') { echo 'not"
                                        + " reached' } }")
                        .scheduleBuild2(0)
                        .waitForStart();
                asked.await();
            });
        } finally {
            silent.stop(0);
        }
        session.then(r -> {
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            r.assertBuildStatus(Result.FAILURE, r.waitForCompletion(run));
            r.assertLogNotContains("not reached", run);
            r.assertLogContains("cannot be resumed after a controller restart", run);
            assertThat(loginDirectories(r.jenkins.getRootDir().toPath()), empty());
        });
    }
}

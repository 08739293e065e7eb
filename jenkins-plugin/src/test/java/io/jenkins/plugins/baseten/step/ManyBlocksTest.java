package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Two hundred blocks at once, on twenty agents. */
@WithJenkins
@Tag("long")
class ManyBlocksTest {
    private static final int AGENTS = 20;
    private static final int BLOCKS = 10;

    @Test
    void allAreRightAndNothingIsLeftOfThem(JenkinsRule r) throws Exception {
        r.jenkins.setNumExecutors(0);
        store("team-key", KEY, null);
        store("rotated", KEY, null);
        for (int i = 0; i < AGENTS; i++) {
            r.createOnlineSlave();
        }
        List<WorkflowRun> runs = new ArrayList<>();
        for (int agent = 0; agent < AGENTS; agent++) {
            runs.add(pipeline(
                            "job" + agent,
                            "node('slave" + agent + "') {",
                            "  def blocks = [:]",
                            "  for (int b = 0; b < " + BLOCKS + "; b++) { def block = b",
                            "    blocks[\"block${b}\"] = {",
                            "      withBaseten(credentialsId: block % 2 ? 'rotated' : 'team-key', remote: \"r${block}\") {",
                            "        semaphore 'inside'",
                            "        withEnv([\"WANTED=${block % 2 ? 'zYxW9876' : 'aBcD1234'}\", \"REMOTE=r${block}\"]) {",
                            "          sh 'set +x; echo key=$BASETEN_API_KEY; test \"${BASETEN_API_KEY%%.*}\" = \"$WANTED\";"
                                    + " grep -qF \"[$REMOTE]\" \"$USER_TRUSSRC_PATH\";"
                                    + " grep -qF \"$WANTED.\" \"$USER_TRUSSRC_PATH\"'",
                            "        }",
                            "      }",
                            "    } }",
                            "  parallel(blocks)",
                            "}")
                    .scheduleBuild2(0)
                    .waitForStart());
        }
        Path home = r.jenkins.getRootDir().toPath();
        for (int block = 1; block <= AGENTS * BLOCKS; block++) {
            SemaphoreStep.waitForStart("inside/" + block, null);
        }
        assertThat(loginDirectories(home), hasSize(AGENTS * BLOCKS));
        replaceKey("rotated", OTHER_KEY);
        for (int block = 1; block <= AGENTS * BLOCKS; block++) {
            SemaphoreStep.success("inside/" + block, null);
        }
        for (WorkflowRun run : runs) {
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            String log = r.getLog(run);
            // Branches may write into each other's lines.
            assertEquals(BLOCKS, log.split("key=", -1).length - 1);
            assertEquals(BLOCKS, log.split("(?<![0-9A-Za-z])\\*\\*\\*\\*", -1).length - 1);
            assertThat(log, not(containsString(KEY.substring(9))));
            assertThat(log, not(containsString(OTHER_KEY.substring(9))));
        }
        assertThat(filesWith(home.resolve("jobs"), KEY.substring(9)), empty());
        assertThat(filesWith(home.resolve("jobs"), OTHER_KEY.substring(9)), empty());
        assertThat(loginDirectories(home), empty());
        assertEquals(0, Leftovers.get().size());
        assertThat(threadsInOurCode(), empty());
    }

    /** Threads of the pools of others stay for a while; one that is still in our code waits for something. */
    private static List<String> threadsInOurCode() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey() != Thread.currentThread())
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.jenkins.plugins.baseten")
                                || frame.getClassName().startsWith("io.github.basetenci")
                                        && !frame.getClassName().startsWith("io.github.basetenci.testing")))
                .map(thread -> thread.getKey().getName())
                .toList();
    }
}

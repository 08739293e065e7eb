package io.jenkins.plugins.baseten.leaks;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** How much a block adds to program.dat, which Jenkins writes anew at every step of the block. */
@WithJenkins
class ProgramSizeTest {
    private static JenkinsRule r;

    private static int jobs = 10;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("usual", KEY, null);
        store("other", KEY.replace('0', '9'), null);
        store("large", "aBcD1234." + "x'".repeat(1500) + "x", null);
        storeSecretText("plain", KEY);
    }

    @Test
    void aBlockAddsNoMoreThanWithCredentials() throws Exception {
        long yardstick = added("withCredentials([string(credentialsId: 'plain', variable: 'BASETEN_API_KEY')])");
        long files = added("withBaseten(credentialsId: 'usual')");
        long variables = added("withBaseten(credentialsId: 'usual', files: false)");
        assertThat(files).isLessThanOrEqualTo(yardstick);
        assertThat(variables).isLessThanOrEqualTo(yardstick);
    }

    @Test
    void whatABlockAddsDoesNotDependOnTheKeyAndItsForms() throws Exception {
        assertThat(added("withBaseten(credentialsId: 'large')"))
                .isEqualTo(added("withBaseten(credentialsId: 'usual')"));
        assertThat(added("withCredentials([string(credentialsId: 'large', variable: 'BASETEN_API_KEY')])"))
                .isGreaterThan(20_000);
    }

    @Test
    void aFurtherLoginAddsItsNamesAlone() throws Exception {
        long one = added("withBaseten(remotes: [[credentialsId: 'usual', remote: 'aaa']])");
        long two = added(
                "withBaseten(remotes: [[credentialsId: 'usual', remote: 'aaa'], [credentialsId: 'other', remote: 'bbb']])");
        assertThat(two - one).isLessThan(60);
    }

    @Test
    void withoutANodeABlockAddsNoMoreEither() throws Exception {
        long yardstick = inside("", "withCredentials([string(credentialsId: 'plain', variable: 'BASETEN_API_KEY')])");
        long ours = inside("", "withBaseten(credentialsId: 'usual')");
        assertThat(ours).isLessThanOrEqualTo(yardstick);
    }

    /** Bytes by which program.dat is larger in a block inside of node. */
    private static long added(String block) throws Exception {
        return inside("node", block) - inside("node", "");
    }

    private static long inside(String node, String block) throws Exception {
        String name = "size" + jobs++;
        String body = "semaphore '" + name + "'";
        String inner = block.isEmpty() ? body : block + " { " + body + " }";
        WorkflowJob job = pipeline(name, node.isEmpty() ? inner : node + " { " + inner + " }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        // Answered by the thread that runs the script, after it has saved it.
        run.getExecution().getCurrentExecutions(true).get();
        long size = Files.size(run.getRootDir().toPath().resolve("program.dat"));
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        return size;
    }
}

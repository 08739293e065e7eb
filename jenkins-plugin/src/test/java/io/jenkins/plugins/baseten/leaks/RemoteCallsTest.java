package io.jenkins.plugins.baseten.leaks;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.leaks.Block.BASETEN;
import static io.jenkins.plugins.baseten.leaks.Block.SECRET_FILE;
import static io.jenkins.plugins.baseten.leaks.Block.SECRET_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.remoting.Channel;
import hudson.remoting.Command;
import hudson.slaves.DumbSlave;
import io.github.basetenci.testing.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Calls from the controller to an agent, counted on the channel between them. */
@WithJenkins
class RemoteCallsTest {
    private static JenkinsRule r;
    private static DumbSlave agent;

    private static int jobs;

    /** What one block asked of the agent on its way in and out. */
    private record Calls(List<String> in, List<String> out) {}

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        agent = r.createOnlineSlave();
        for (Block block : Block.values()) {
            block.provide(KEY);
        }
    }

    @Test
    void aBlockMakesOneCallInAndOneOut() throws Exception {
        Calls calls = calls(BASETEN.open());
        assertThat(calls.in).singleElement().asString().contains("CreateDirectory");
        assertThat(calls.out).singleElement().asString().contains("DeleteDirectory");
    }

    @Test
    void severalLoginsMakeNoMoreCalls() throws Exception {
        Calls calls = calls("withBaseten(remotes: [[credentialsId: 'baseten', remote: 'one'],"
                + " [credentialsId: 'secret_text', remote: 'two']]) {");
        assertThat(calls.in).hasSize(1);
        assertThat(calls.out).hasSize(1);
    }

    @Test
    void withoutFilesThereIsNoCall() throws Exception {
        Calls calls = calls("withBaseten(credentialsId: 'baseten', files: false) {");
        assertThat(calls.in).isEmpty();
        assertThat(calls.out).isEmpty();
    }

    @Test
    void theCommandTakesOneMoreCallTheFirstTime() throws Exception {
        String block = "withBaseten(credentialsId: 'baseten', tool: true) {";
        Calls first = calls(block);
        assertThat(first.in).hasSize(2);
        assertThat(first.in.get(1)).contains("InstallTool");
        assertThat(first.out).hasSize(1);
        Calls second = calls(block);
        assertThat(second.in).hasSize(1);
        assertThat(second.out).hasSize(1);
    }

    @Test
    void theYardsticksMakeNoneForATextAndSixForAFile() throws Exception {
        Calls text = calls(SECRET_TEXT.open());
        assertThat(text.in).isEmpty();
        assertThat(text.out).isEmpty();
        Calls file = calls(SECRET_FILE.open());
        assertThat(file.in).hasSize(5);
        assertThat(file.out).hasSize(1);
    }

    @Test
    void aReplacedKeyTakesOneCallToRewriteTheFiles() throws Exception {
        String name = "replaced";
        WorkflowRun run = startInside(name, BASETEN.open());
        List<String> calls = record(soFar -> {
            replaceKey(BASETEN.id(), OTHER_KEY);
            Await.until("a call", () -> !soFar.isEmpty());
        });
        assertThat(calls).singleElement().asString().contains("ReplaceFiles");
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        replaceKey(BASETEN.id(), KEY);
    }

    /** Something that may fail. */
    private interface Act {
        void run(List<String> callsSoFar) throws Exception;
    }

    private static List<String> record(Act act) throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        Channel channel = (Channel) agent.getComputer().getChannel();
        Channel.Listener listener = new Channel.Listener() {
            @Override
            public void onWrite(Channel on, Command command, long size) {
                // The class is not public. Answers to the agent, which loads classes at first, are others.
                boolean isCall = command.getClass().getName().equals("hudson.remoting.UserRequest");
                // Jenkins looks now and then how its agents are; that is no business of a block.
                if (isCall && !Thread.currentThread().getName().startsWith("Monitoring thread")) {
                    calls.add(command.toString());
                }
            }
        };
        channel.addListener(listener);
        try {
            act.run(calls);
        } finally {
            channel.removeListener(listener);
        }
        return calls;
    }

    private static Calls calls(String block) throws Exception {
        String name = "calls" + jobs++;
        WorkflowRun run = startBefore(name, block);
        List<String> in = record(soFar -> {
            SemaphoreStep.success("before-" + name + "/1", null);
            SemaphoreStep.waitForStart(name + "/1", run);
        });
        List<String> out = record(soFar -> {
            SemaphoreStep.success(name + "/1", null);
            SemaphoreStep.waitForStart("after-" + name + "/1", run);
        });
        SemaphoreStep.success("after-" + name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        return new Calls(List.copyOf(in), List.copyOf(out));
    }

    private static WorkflowRun startInside(String name, String block) throws Exception {
        WorkflowRun run = startBefore(name, block);
        SemaphoreStep.success("before-" + name + "/1", null);
        SemaphoreStep.success("after-" + name + "/1", null);
        SemaphoreStep.waitForStart(name + "/1", run);
        return run;
    }

    private static WorkflowRun startBefore(String name, String block) throws Exception {
        WorkflowRun run = pipeline(
                        name,
                        "node('" + agent.getNodeName() + "') {",
                        "semaphore 'before-" + name + "'",
                        block,
                        "semaphore '" + name + "'",
                        "}",
                        "semaphore 'after-" + name + "'",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("before-" + name + "/1", run);
        return run;
    }
}

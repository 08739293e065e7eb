package io.jenkins.plugins.baseten.masking;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LogAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BuildMaskingTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
    }

    @Test
    void branchesThatPrintPiecesOfAKeyAtTheSameTimeKeepTheirOwnLines() throws Exception {
        WorkflowRun run = r.assertBuildStatusSuccess(pipeline(
                        "branches",
                        "node { withBaseten(credentialsId: 'team-key') {",
                        "  def branches = [:]",
                        "  for (int i = 0; i < 4; i++) {",
                        "    def name = \"branch${i}\"",
                        "    branches[name] = { sh \"\"\"set +x; for n in 1 2 3; do",
                        "      printf '${name} one aBcD1234.012345678'; sleep 0.3; echo ' two';",
                        "      printf '${name} key %s' \"\\${BASETEN_API_KEY%??????}\"; sleep 0.3; echo 'QRSTU''V end';",
                        "    done\"\"\" }",
                        "  }",
                        "  parallel branches",
                        "} }")
                .scheduleBuild2(0));
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            LogAction action = node.getAction(LogAction.class);
            String log = action == null ? "" : text(action);
            if (log.contains(" one ")) {
                String name = log.substring(log.indexOf("branch"), log.indexOf("branch") + 7);
                assertThat(log).endsWith((name + " one aBcD1234.012345678 two\n" + name + " key **** end\n").repeat(3));
            }
        }
        // Here Jenkins itself mixes lines of which it gets a piece at a time.
        assertThat(JenkinsRule.getLog(run).split("\\*{4}", -1)).hasSize(1 + 12 + 1);
    }

    @Test
    void aMessageThatAStepStoresIsMaskedAndTheOriginOfAFailureStillFound() throws Exception {
        WorkflowRun run = r.assertBuildStatus(
                Result.FAILURE,
                pipeline(
                                "messages",
                                "def carried",
                                "withBaseten(credentialsId: 'team-key') { carried = env.BASETEN_API_KEY }",
                                "unstable(\"warned of ${carried}\")",
                                "node { error(\"failed with ${carried}\") }")
                        .scheduleBuild2(0));
        List<String> warnings = new ArrayList<>();
        FlowNode failed = null;
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            WarningAction warning = node.getPersistentAction(WarningAction.class);
            if (warning != null) {
                warnings.add(warning.getMessage());
            }
            if (node.getDisplayFunctionName().equals("error")) {
                failed = node;
            }
        }
        assertThat(warnings).contains("warned of ****").noneMatch(text -> text.contains(KEY));
        assertThat(failed.getError().getDisplayName()).isEqualTo("failed with ****");
        assertThat(ErrorAction.findOrigin(run.getExecution().getCauseOfFailure(), run.getExecution()))
                .isEqualTo(failed);
    }

    @Test
    void aKeyOfBeforeARotationInsideTheBlockStaysMasked() throws Exception {
        String newer = "nEwEr123.9876543210zyxwvutsrqponmlkjihgfe";
        WorkflowRun run = pipeline(
                        "rotation",
                        "node { withBaseten(credentialsId: 'team-key') {",
                        "  def old = env.BASETEN_API_KEY",
                        "  semaphore 'rotation'",
                        "  echo \"old ${old} new ${env.BASETEN_API_KEY}\"",
                        "  sh 'cat \"$USER_TRUSSRC_PATH\"'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("rotation/1", run);
        replaceKey("team-key", newer);
        SemaphoreStep.success("rotation/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        replaceKey("team-key", KEY);
        r.assertLogContains("old **** new ****", run);
        r.assertLogNotContains(KEY, run);
        r.assertLogNotContains(newer, run);
        assertThat(filesWith(run.getRootDir().toPath().resolve("workflow-completed"), KEY))
                .isEmpty();
    }

    private static String text(LogAction action) throws Exception {
        StringWriter log = new StringWriter();
        action.getLogText().writeLogTo(0, log);
        return log.toString();
    }
}

package io.jenkins.plugins.baseten.masking;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.actions.EnvironmentAction;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a script writes of a key into the records of its own build is masked there, in every form. */
@WithJenkins
class BuildRecordsTest {
    private static final byte[] BYTES = KEY.getBytes(StandardCharsets.US_ASCII);
    private static final String HALF = KEY.substring(KEY.indexOf('.') + 1);
    private static final List<String> FORMS = List.of(
            HALF, Base64.getEncoder().encodeToString(BYTES), HexFormat.of().formatHex(BYTES));

    /** Groovy that makes the forms of the key, in the order of {@link #FORMS}. */
    private static final List<String> EXPRESSIONS = List.of(
            "env.BASETEN_API_KEY",
            "env.BASETEN_API_KEY.bytes.encodeBase64().toString()",
            "env.BASETEN_API_KEY.bytes.encodeHex().toString()");

    /** The same, made by a shell. */
    private static final List<String> FORM_IN_SHELL = List.of(
            "$BASETEN_API_KEY",
            "$(printf %s \"$BASETEN_API_KEY\" | base64 -w0)",
            "$(printf %s \"$BASETEN_API_KEY\" | od -An -v -tx1 | tr -d \" \\\\n\")");

    private static JenkinsRule r;
    private static int jobs;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void labelsAndNamesOfStagesAndBranches(int form) throws Exception {
        WorkflowRun run = finished(
                form,
                "stage(\"stage ${shown}\") {",
                "  node { sh label: \"label ${shown}\", script: 'true' }",
                "}",
                "parallel([(\"branch ${shown}\" as String): { echo 'one' }, other: { echo 'two' }])");
        List<String> labels = new ArrayList<>();
        List<String> branches = new ArrayList<>();
        for (FlowNode node : new DepthFirstScanner().allNodes(run.getExecution())) {
            LabelAction label = node.getAction(LabelAction.class);
            if (label != null) {
                labels.add(label.getDisplayName());
            }
            ThreadNameAction branch = node.getAction(ThreadNameAction.class);
            if (branch != null) {
                branches.add(branch.getThreadName());
            }
        }
        assertThat(labels).contains("stage ****", "label ****", "Branch: branch ****");
        assertThat(branches).containsExactlyInAnyOrder("branch ****", "other");
        assertHoldsNone(run);
    }

    @Test
    void theLabelOfACommandThatStillRunsIsMasked() throws Exception {
        WorkflowRun run = job(
                        "withBaseten(credentialsId: 'team-key') {",
                        "  stage(\"stage ${env.BASETEN_API_KEY}\") {",
                        "    node { sh label: \"label ${env.BASETEN_API_KEY}\","
                                + " script: 'while [ ! -e go ]; do sleep 0.2; done' }",
                        "  }",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("+ sleep 0.2", run);
        // Answered by the thread that runs the script, after it has started the command.
        run.getExecution().getCurrentExecutions(true).get();
        FlowNode running = new DepthFirstScanner()
                .findFirstMatch(run.getExecution(), node -> node.getDisplayFunctionName()
                        .equals("sh (label ****)"));
        assertThat(running.getAction(LabelAction.class).getDisplayName()).isEqualTo("label ****");
        // The state of the script itself has what the script has in its hands, until the build is over.
        assertThat(filesWith(run.getRootDir().toPath(), HALF)).isSubsetOf("program.dat");
        assertThat(running.isActive()).isTrue();
        r.jenkins.getWorkspaceFor(run.getParent()).child("go").write("", "UTF-8");
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertHoldsNone(run);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void descriptionAndDisplayName(int form) throws Exception {
        WorkflowRun run = finished(
                form,
                "currentBuild.description = \"described by ${shown}\"",
                "currentBuild.displayName = \"named ${shown}\"",
                "semaphore 'described" + form + "'");
        assertThat(run.getDescription()).isEqualTo("described by ****");
        assertThat(run.getDisplayName()).isEqualTo("named ****");
        assertHoldsNone(run);
    }

    @Test
    void whatHoldsNoKeyStaysAsItIs() throws Exception {
        WorkflowRun run = r.buildAndAssertSuccess(job(
                "withBaseten(credentialsId: 'team-key') {",
                "  env.PLAIN = 'aBcD1234 is the prefix'",
                "  currentBuild.description = 'aBcD1234 did it'",
                "  currentBuild.displayName = 'of ****'",
                "  stage('Deploy aBcD1234') { parallel one: { echo '1' }, two: { echo '2' } }",
                "}"));
        assertThat(run.getDescription()).isEqualTo("aBcD1234 did it");
        assertThat(run.getDisplayName()).isEqualTo("of ****");
        assertThat(run.getAction(EnvironmentAction.IncludingOverrides.class).getOverriddenEnvironment())
                .containsEntry("PLAIN", "aBcD1234 is the prefix");
        assertThat(new DepthFirstScanner().allNodes(run.getExecution()))
                .extracting(node -> node.getAction(ThreadNameAction.class))
                .filteredOn(name -> name != null)
                .extracting(ThreadNameAction::getThreadName)
                .containsExactlyInAnyOrder("one", "two");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aVariableServesTheScriptAndIsMaskedWhenTheBuildIsOver(int form) throws Exception {
        WorkflowRun run = finished(
                form,
                "env.KEPT = shown",
                "env.PLAIN = 'plain'",
                "node { sh 'set +x; printf %s \"$KEPT\" | sha256sum > kept.txt;" + " printf %s \""
                        + FORM_IN_SHELL.get(form) + "\" | sha256sum > wanted.txt; cmp kept.txt wanted.txt' }");
        assertThat(run.getAction(EnvironmentAction.IncludingOverrides.class).getOverriddenEnvironment())
                .containsEntry("KEPT", "****")
                .containsEntry("PLAIN", "plain");
        assertHoldsNone(run);
    }

    private static WorkflowRun finished(int form, String... script) throws Exception {
        WorkflowJob job = job(
                "withBaseten(credentialsId: 'team-key') {",
                "  def shown = " + EXPRESSIONS.get(form),
                String.join("\n", script),
                "}");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        if (String.join("", script).contains("semaphore")) {
            SemaphoreStep.waitForStart("described" + form + "/1", run);
            assertThat(run.getDescription()).isEqualTo("described by ****");
            SemaphoreStep.success("described" + form + "/1", null);
        }
        return r.assertBuildStatusSuccess(r.waitForCompletion(run));
    }

    private static WorkflowJob job(String... script) throws Exception {
        WorkflowJob job = pipeline("records" + ++jobs);
        job.setDefinition(new CpsFlowDefinition(String.join("\n", script), false));
        return job;
    }

    /** Neither the build's own files nor the log. */
    private static void assertHoldsNone(WorkflowRun run) throws Exception {
        for (String form : FORMS) {
            assertThat(filesWith(run.getRootDir().toPath(), form)).as(form).isEmpty();
            r.assertLogNotContains(form, run);
        }
    }
}

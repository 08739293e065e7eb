package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;

import hudson.model.Result;
import io.jenkins.plugins.baseten.login.BasetenLogin;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class WithBasetenStepTest {
    private JenkinsRule r;

    @BeforeEach
    void start(JenkinsRule rule) {
        r = rule;
    }

    @Test
    void bothToolsFindTheirFilesInsideTheBlockAndNoneAfterIt() throws Exception {
        store("team-key", KEY, null);
        WorkflowRun run = run(
                "node {",
                "  withBaseten(credentialsId: 'team-key') {",
                "    sh 'grep -c api_key \"$USER_TRUSSRC_PATH\"'",
                "    sh 'test -f \"$BASETEN_CONFIG_DIR/auth.json\" && test \"$BASETEN_PROFILE\" = baseten'",
                "    sh 'test \"${BASETEN_API_KEY%%.*}\" = aBcD1234'",
                "    sh 'test \"$BASETEN_REMOTE_URL\" = https://app.baseten.co'",
                "    sh 'stat -c %a \"$BASETEN_CONFIG_DIR\" \"$USER_TRUSSRC_PATH\"'",
                "  }",
                "  sh 'test -z \"$BASETEN_API_KEY\" && ! ls -d \"$PWD@tmp\"/baseten-*'",
                "}");
        r.assertBuildStatusSuccess(run);
        r.assertLogContains("700\n600", run);
        r.assertLogContains(
                "[baseten] credential 'team-key', key aBcD1234**** as 'baseten' for https://app.baseten.co", run);
        r.assertLogNotContains(KEY, run);
    }

    @Test
    void aKeyThatIsPrintedIsMaskedInsideAndAfterTheBlock() throws Exception {
        store("team-key", KEY, null);
        WorkflowRun run = run(
                "def stolen",
                "node {",
                "  withBaseten(credentialsId: 'team-key') {",
                "    sh 'echo inside $BASETEN_API_KEY; cat \"$USER_TRUSSRC_PATH\"'",
                "    stolen = env.BASETEN_API_KEY",
                "  }",
                "}",
                "echo \"after ${stolen}\"");
        r.assertBuildStatusSuccess(run);
        r.assertLogContains("inside ****", run);
        r.assertLogContains("after ****", run);
        r.assertLogNotContains(KEY.substring(9), run);
    }

    @Test
    void withoutANodeThereAreVariablesAlone() throws Exception {
        store("team-key", KEY, null);
        WorkflowRun run = run(
                "withBaseten(credentialsId: 'team-key') {",
                "  echo \"url ${env.BASETEN_TRUSS_AUTH_REMOTE_URL} file ${env.USER_TRUSSRC_PATH}\"",
                "}");
        r.assertBuildStatusSuccess(run);
        r.assertLogContains("url https://app.baseten.co file null", run);
    }

    @Test
    void anySecretTextWillDo() throws Exception {
        storeSecretText("text", KEY);
        WorkflowRun run = run(
                "node { withBaseten(credentialsId: 'text', remote: 'prod') {",
                "  sh 'grep -F \"[prod]\" \"$USER_TRUSSRC_PATH\"'",
                "} }");
        r.assertBuildStatusSuccess(run);
    }

    @Test
    void severalLoginsShareOneBlock() throws Exception {
        store("a", KEY, null);
        store("b", OTHER_KEY, null);
        WorkflowRun run = run(
                "node { withBaseten(remotes: [[credentialsId: 'a', remote: 'one'], [credentialsId: 'b', remote:"
                        + " 'two']]) {",
                "  sh 'grep -F \"[one]\" \"$USER_TRUSSRC_PATH\"; grep -F \"[two]\" \"$USER_TRUSSRC_PATH\"; cat"
                        + " \"$BASETEN_CONFIG_DIR/auth.json\"'",
                "} }");
        r.assertBuildStatusSuccess(run);
        r.assertLogNotContains(KEY.substring(9), run);
        r.assertLogNotContains(OTHER_KEY.substring(9), run);
    }

    @Test
    void theSnippetGeneratorShowsWhatWasAskedForAndNoMore() throws Exception {
        SnippetizerTester tester = new SnippetizerTester(r);
        WithBasetenStep step = new WithBasetenStep();
        step.setCredentialsId("team-key");
        tester.assertRoundTrip(step, "withBaseten(credentialsId: 'team-key') {\n    // some block\n}");
        step.setRemote("prod");
        step.setRequireKeyType("manage");
        step.setFiles(false);
        tester.assertRoundTrip(
                step,
                "withBaseten(credentialsId: 'team-key', files: false, remote: 'prod', requireKeyType: 'manage') {\n"
                        + "    // some block\n}");
        WithBasetenStep several = new WithBasetenStep();
        BasetenLogin login = new BasetenLogin("a");
        login.setRemote("one");
        several.setRemotes(List.of(login));
        tester.assertRoundTrip(
                several, "withBaseten(remotes: [[credentialsId: 'a', remote: 'one']]) {\n    // some block\n}");
    }

    @Test
    void aMissingCredentialIsOneSentence() throws Exception {
        WorkflowRun run = fails("withBaseten(credentialsId: 'nope') { echo 'not reached' }");
        r.assertLogContains(
                "ERROR: there is no credential 'nope' that this build may use for Baseten; check the id, in which"
                        + " folder or domain it is, and that its scope is not System",
                run);
        r.assertLogNotContains("\tat ", run);
    }

    private WorkflowRun run(String... script) throws Exception {
        return pipeline("job", script).scheduleBuild2(0).get();
    }

    private WorkflowRun fails(String... script) throws Exception {
        WorkflowJob job = pipeline("job", script);
        return r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
    }
}

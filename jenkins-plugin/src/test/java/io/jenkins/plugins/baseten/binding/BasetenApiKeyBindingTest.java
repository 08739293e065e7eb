package io.jenkins.plugins.baseten.binding;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.BindingStep;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BasetenApiKeyBindingTest {
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
    }

    @AfterAll
    static void stop() throws Exception {
        r.after();
    }

    @Test
    void aFreestyleBuildHasTheFilesAndShowsTheKeyInNoForm() throws Exception {
        FreeStyleProject job = freestyle("team-key", """
                test "${BASETEN_API_KEY%%.*}" = aBcD1234
                grep -c api_key "$USER_TRUSSRC_PATH"
                stat -c %a "$BASETEN_CONFIG_DIR" "$USER_TRUSSRC_PATH" "$BASETEN_CONFIG_DIR/auth.json"
                echo plain $BASETEN_API_KEY
                echo half ${BASETEN_API_KEY#*.}
                echo base64 $(printf %s "$BASETEN_API_KEY" | base64 -w0)
                echo header $(printf 'Api-Key %s' "$BASETEN_API_KEY" | base64 -w0)
                echo hex $(printf %s "$BASETEN_API_KEY" | od -An -v -tx1 | tr -d ' \\n')
                cat "$USER_TRUSSRC_PATH" "$BASETEN_CONFIG_DIR/auth.json"
                base64 -w0 "$USER_TRUSSRC_PATH"
                """);
        FreeStyleBuild build = r.buildAndAssertSuccess(job);
        String log = JenkinsRule.getLog(build);
        assertThat(log)
                .contains("700\n600\n600")
                .contains("plain ****", "half ****", "base64 ****", "hex ****")
                .contains("[baseten] credential 'team-key', key aBcD1234**** as 'baseten' for https://app.baseten.co")
                .doesNotContain(KEY.substring(9))
                .doesNotContain("MDEyMzQ1Njc4OWFiY2RlZmdoaWpLTE1OT1BRUlNUVV")
                .doesNotContain("30313233343536");
        assertThat(filesWith(build.getRootDir().toPath(), KEY.substring(9))).isEmpty();
        assertThat(build.getWorkspace()
                        .sibling(build.getWorkspace().getName() + "@tmp")
                        .list())
                .noneMatch(left -> left.getName().startsWith("baseten-"));
    }

    @Test
    void aMissingCredentialFailsAFreestyleBuildWithOneSentence() throws Exception {
        FreeStyleBuild build = r.assertBuildStatus(
                Result.FAILURE, freestyle("nope", "echo not reached").scheduleBuild2(0));
        assertThat(JenkinsRule.getLog(build)).contains("nope").doesNotContain("\tat ");
    }

    @Test
    void theFormOfAFreestyleJobKeepsTheBinding() throws Exception {
        FreeStyleProject job = r.createFreeStyleProject();
        BasetenApiKeyBinding binding = binding();
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(binding)));
        r.configRoundtrip(job);
        SecretBuildWrapper wrapper = job.getBuildWrappersList().get(SecretBuildWrapper.class);
        assertThat(wrapper.getBindings()).hasSize(1);
        r.assertEqualDataBoundBeans(binding, wrapper.getBindings().get(0));
    }

    @Test
    void withCredentialsLogsInWithAndWithoutANode() throws Exception {
        WorkflowRun run = pipeline(
                        "with-credentials",
                        "withCredentials([basetenApiKey(credentialsId: 'team-key')]) {",
                        "  echo \"prefix ${env.BASETEN_API_KEY.take(8)} url ${env.BASETEN_TRUSS_AUTH_REMOTE_URL} whole ${env.BASETEN_API_KEY}\"",
                        "}",
                        "node { withCredentials([basetenApiKey(credentialsId: 'team-key', remote: 'prod', team: 'ml')]) {",
                        "  sh 'grep -F -e \"[prod]\" -e \"team = ml\" \"$USER_TRUSSRC_PATH\"; cat \"$USER_TRUSSRC_PATH\"'",
                        "} }")
                .scheduleBuild2(0)
                .get();
        r.assertBuildStatusSuccess(run);
        r.assertLogContains("prefix aBcD1234 url https://app.baseten.co whole ****", run);
        r.assertLogContains("[prod]", run);
        r.assertLogContains("team = ml", run);
        r.assertLogNotContains(KEY.substring(9), run);
    }

    @Test
    void theSnippetGeneratorShowsWhatWasAskedForAndNoMore() throws Exception {
        SnippetizerTester tester = new SnippetizerTester(r);
        tester.assertRoundTrip(
                new BindingStep(List.of(new BasetenApiKeyBinding("team-key"))),
                "withCredentials([basetenApiKey('team-key')]) {\n    // some block\n}");
        tester.assertRoundTrip(
                new BindingStep(List.of(binding())),
                "withCredentials([basetenApiKey(allowUnknownRemote: true, credentialsId: 'team-key', remote: 'prod',"
                        + " remoteUrl: 'https://app.example.com', team: 'ml')]) {\n    // some block\n}");
    }

    private static BasetenApiKeyBinding binding() {
        BasetenApiKeyBinding binding = new BasetenApiKeyBinding("team-key");
        binding.setRemote("prod");
        binding.setRemoteUrl("https://app.example.com");
        binding.setTeam("ml");
        binding.setAllowUnknownRemote(true);
        return binding;
    }

    private static FreeStyleProject freestyle(String credentialsId, String script) throws Exception {
        FreeStyleProject job = r.createFreeStyleProject();
        job.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding(credentialsId))));
        job.getBuildersList().add(new Shell("#!/bin/sh\nset -eu\n" + script));
        return job;
    }
}

package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.tasks.Shell;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.leases.Lease;
import io.jenkins.plugins.baseten.leases.Leases;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller that is ended by SIGKILL while two builds are logged in. */
@Tag("long")
class ControllerKilledTest {
    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension();

    @Test
    void aPipelineGoesOnAndWhatADeadBuildLeftIsSweptByTheNextBlock() throws Throwable {
        Path home = real.getHome().toPath();
        real.startJenkins();
        real.runRemotely(ControllerKilledTest::runTwoBuilds);
        assertThat(loginDirectories(home)).hasSize(2);

        real.stopJenkinsForcibly();
        assertThat(loginDirectories(home)).hasSize(2);
        assertThat(filesWith(home.resolve("jobs"), KEY.substring(9))).isEmpty();

        real.startJenkins();
        real.runRemotely(ControllerKilledTest::theyEnd);
        assertThat(loginDirectories(home)).isEmpty();
        real.stopJenkins();
    }

    private static void runTwoBuilds(JenkinsRule r) throws Exception {
        store("team-key", KEY, null);
        WorkflowRun goesOn = pipeline(
                        "goes-on",
                        "node { withBaseten(credentialsId: 'team-key') {",
                        "  sh 'echo is running; while [ ! -f go ]; do sleep 0.2; done'",
                        "  sh 'grep -c api_key \"$USER_TRUSSRC_PATH\"; echo key $BASETEN_API_KEY'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("is running", goesOn);
        FreeStyleProject project = r.createFreeStyleProject("dies");
        project.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new BasetenApiKeyBinding("team-key"))));
        project.getBuildersList().add(new Shell("echo is running; sleep 600"));
        FreeStyleBuild dies = project.scheduleBuild2(0).waitForStart();
        r.waitForMessage("is running", dies);
    }

    private static void theyEnd(JenkinsRule r) throws Exception {
        WorkflowJob job = r.jenkins.getItemByFullName("goes-on", WorkflowJob.class);
        WorkflowRun goesOn = job.getLastBuild();
        while (Leases.of(KEY.substring(0, 8)).isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(Leases.of(KEY.substring(0, 8)).orElseThrow())
                .extracting(Lease::build)
                .containsExactly("goes-on#1");
        Files.createFile(Path.of(r.jenkins.getWorkspaceFor(job).getRemote(), "go"));
        r.assertBuildStatusSuccess(r.waitForCompletion(goesOn));
        r.assertLogContains("key ****", goesOn);
        r.assertLogNotContains(KEY.substring(9), goesOn);
        assertThat(Leftovers.get().size()).isEqualTo(1);
        r.buildAndAssertSuccess(pipeline("sweeps", "node { withBaseten(credentialsId: 'team-key') { } }"));
        assertThat(Leftovers.get().size()).isZero();
    }
}

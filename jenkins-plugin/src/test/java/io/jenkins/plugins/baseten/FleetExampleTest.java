package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.FilePath;
import hudson.model.Node;
import hudson.model.Result;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.ShiftedClock;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code examples/Jenkinsfile.fleet} runs as it is, with the command that the plugin brings. */
@WithJenkins
class FleetExampleTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "Jenkinsfile.fleet");
    private static final String OLD = "oldteamk.0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private static final String MINTING = "minterky.0123456789ABCDEFGHIJKLMNOPQRSTUV";

    @TempDir
    private Path home;

    private JenkinsRule r;
    private Sandbox sandbox;
    private FilePath workspace;
    private WorkflowJob job;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        r = rule;
        // The keys are forty days old.
        ShiftedClock clock = new ShiftedClock(Duration.ofDays(-40));
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withClock(clock)
                .withKey(OLD, KeyType.WORKSPACE_MANAGE_ALL, null, "ci-deploy")
                .withKey(MINTING, KeyType.PERSONAL, null, "minting"));
        clock.ahead = Duration.ZERO;
        String url = sandbox.url().toString();
        BasetenConfiguration.get().setTrustedUrls(url);
        store("baseten-minting-key", MINTING, url);
        addToSystem(pair("rotation-github-app"));
        addToSystem(pair("rotation-jenkins"));
        Node agent = r.jenkins;
        r.jenkins.setLabelString("rotation");
        agent.getNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("HOME", home.toString())));
        job = r.createProject(WorkflowJob.class, "fleet");
        job.setDefinition(new CpsFlowDefinition(Files.readString(EXAMPLE), true));
        workspace = r.jenkins.getWorkspaceFor(job);
        workspace.child("ci.key").write(OLD, "UTF-8");
        workspace.child("ci.key").chmod(0600);
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void theJenkinsfileRotatesAndTheNextBuildGoesOnFromTheDiskOfTheAgent() throws Exception {
        fleet("- {name: ci-deploy, rotate-every: 30d, targets: [file:ci.key]}");

        WorkflowRun first = r.buildAndAssertSuccess(job);

        r.assertLogContains("ci-deploy  is due since ", first);
        r.assertLogContains("0 rotated, 1 waiting, 0 stopped.", first);
        String key = workspace.child("ci.key").readToString().strip();
        assertThat(key).isNotEqualTo(OLD);
        assertThat(sandbox.accepts(OLD) && sandbox.accepts(key)).isTrue();
        assertThat(report(first)).contains("<!DOCTYPE html>", "ci-deploy").doesNotContain(key, OLD, MINTING);
        r.assertLogNotContains(key, first);
        r.assertLogNotContains(MINTING, first);

        WorkflowRun second = r.buildAndAssertSuccess(job);

        r.assertLogContains("has a rotation that is not at its end", second);
        r.assertLogContains("0 rotated, 1 waiting, 0 stopped.", second);
        assertThat(workspace.child("ci.key").readToString().strip()).isEqualTo(key);
    }

    @Test
    void aKeyThatStoppedFailsTheBuildAndIsInTheReport() throws Exception {
        fleet("- {name: ci-deploy, type: workspace-invoke, rotate-every: 30d, targets: [file:ci.key]}");

        WorkflowRun run = r.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));

        r.assertLogContains("acme/ci-deploy  stopped", run);
        assertThat(report(run)).contains("the file says workspace-invoke");
        assertThat(workspace.child("ci.key").readToString()).isEqualTo(OLD);
    }

    private void fleet(String key) throws Exception {
        workspace
                .child("fleet.yaml")
                .write(
                        "version: 1\nworkspaces:\n  acme: {url: '" + sandbox.url()
                                + "', minting-key: {env: BASETEN_MINTING_KEY}}\nkeys:\n" + key + "\n",
                        "UTF-8");
    }

    private static String report(WorkflowRun run) throws Exception {
        try (InputStream page =
                run.getArtifactManager().root().child("fleet.html").open()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static UsernamePasswordCredentialsImpl pair(String id) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, null, "somebody", "nobodys-token");
    }
}

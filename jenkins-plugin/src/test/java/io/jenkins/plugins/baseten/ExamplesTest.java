package io.jenkins.plugins.baseten;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Node;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.identity.AgentFileTokenSource;
import io.jenkins.plugins.baseten.identity.IdentityWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfiles of {@code examples/} run as they are, with a {@code truss} that says what it was given. */
@WithJenkins
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    private JenkinsRule r;

    @BeforeEach
    void putATrussOnThePath(JenkinsRule rule, @TempDir Path bin) throws Exception {
        r = rule;
        Path truss = Files.createFile(
                bin.resolve("truss"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(truss, """
                #!/bin/sh
                set -eu
                echo "truss $*"
                sed -n 's/^api_key = \\([^.]*\\).*/uses key \\1/p; s/^\\(\\[.*\\]\\|team = .*\\)$/\\1/p' "$USER_TRUSSRC_PATH"
                """);
        Node controller = r.jenkins;
        controller
                .getNodeProperties()
                .add(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("PATH+FAKE", bin.toString())));
    }

    @Test
    void theJenkinsfilePushesWithTheTeamsKey() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            BasetenConfiguration.get().setTrustedUrls(sandbox.url().toString());
            store(
                    "baseten-team-key",
                    sandbox.key(KeyType.WORKSPACE_MANAGE_ALL),
                    sandbox.url().toString());
            WorkflowRun run = run(Files.readString(EXAMPLES.resolve("Jenkinsfile")));
            r.assertBuildStatusSuccess(run);
            r.assertLogContains("truss push --non-interactive", run);
            // The remote is the sandbox, which truss does not know.
            r.assertLogContains("[baseten] warning: no trussrc for 'baseten'", run);
        }
    }

    /** An administrator replaces the key by an identity; the Jenkinsfile stays as it is. */
    @Test
    void theJenkinsfilePushesWithAnIdentityToo(@TempDir Path directory) throws Exception {
        try (IdentityWorld world = IdentityWorld.start()) {
            Path token = world.project(directory.resolve("token"));
            addToSystem(world.credential("baseten-team-key", new AgentFileTokenSource(token.toString())));
            WorkflowRun run = run(Files.readString(EXAMPLES.resolve("Jenkinsfile")));
            r.assertBuildStatusSuccess(run);
            r.assertLogContains("[baseten] identity 'baseten-team-key' as 'baseten'", run);
            r.assertLogContains("truss push --non-interactive", run);
            assertThat(world.tokens()).hasSize(1);
            r.assertLogNotContains(world.tokens().get(0), run);
        }
    }

    @Test
    void theJenkinsfileForTwoWorkspacesGivesEachItsKey() throws Exception {
        store("baseten-staging", KEY, null);
        store("baseten-production", OTHER_KEY, null);
        // There is no repository here to check out.
        String script =
                Files.readString(EXAMPLES.resolve("Jenkinsfile.two-workspaces")).replace("checkout scm", "");
        WorkflowRun run = run(script);
        r.assertBuildStatusSuccess(run);
        for (String line : List.of(
                "[staging]\nuses key aBcD1234",
                "[production]\n",
                "uses key zYxW9876",
                "team = ml-platform",
                "truss push --non-interactive --remote production")) {
            r.assertLogContains(line, run);
        }
    }

    private WorkflowRun run(String script) throws Exception {
        WorkflowJob job = r.createProject(WorkflowJob.class, "example");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).get();
    }
}

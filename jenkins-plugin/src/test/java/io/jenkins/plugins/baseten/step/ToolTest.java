package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.slaves.DumbSlave;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import hudson.slaves.RetentionStrategy;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** {@code tool: true}: the command itself, on an agent whose root and variables are as bad as can be. */
@WithJenkins
class ToolTest {
    private static JenkinsRule r;
    private static Sandbox sandbox;
    private static DumbSlave agent;
    private static Path root;

    @BeforeAll
    static void start(JenkinsRule rule, @TempDir Path disk) throws Exception {
        r = rule;
        sandbox = Sandbox.start(SandboxOptions.defaults());
        String url = sandbox.url().toString();
        BasetenConfiguration.get().setTrustedUrls(url);
        store("team-key", sandbox.key(KeyType.WORKSPACE_MANAGE_ALL), url);
        root = Files.createDirectory(disk.resolve("a b $HOME & (c)"));
        agent = new DumbSlave("hostile", root.toString(), r.createComputerLauncher(null));
        agent.setRetentionStrategy(RetentionStrategy.NOOP);
        agent.setNodeProperties(List.of(new EnvironmentVariablesNodeProperty(
                entry("BASETEN_API_KEY", "from.agent"),
                entry("BASETEN_PROFILE", "agent"),
                entry("BASETEN_REMOTE_URL", "https://agent.example"),
                entry("BASETEN_API_KEY_FILE", "/nonexistent"),
                entry("USER_TRUSSRC_PATH", "/nonexistent"),
                entry("BASETEN_CONFIG_DIR", "/nonexistent"),
                entry("BASETEN_TRUSS_AUTH_API_KEY", "from.agent"),
                entry("BASETEN_TRUSS_AUTH_REMOTE_URL", "https://agent.example"))));
        r.jenkins.addNode(agent);
        r.waitOnline(agent);
    }

    private static EnvironmentVariablesNodeProperty.Entry entry(String name, String value) {
        return new EnvironmentVariablesNodeProperty.Entry(name, value);
    }

    @AfterAll
    static void stop() throws IOException {
        sandbox.close();
    }

    @Test
    void theCommandIsOnThePathAndLoggedInWhateverTheAgentsVariablesSay(TestInfo test) throws Exception {
        WorkflowRun run = run(
                test,
                "withBaseten(credentialsId: 'team-key', tool: true, allowUnknownRemote: true) {",
                "  sh 'baseten-ci --version; baseten-ci whoami'",
                "  sh 'env | grep -e ^BASETEN -e ^USER_TRUSSRC | grep -e agent -e nonexistent && exit 1; true'",
                "  sh 'test -f \"$USER_TRUSSRC_PATH\"'",
                "}",
                "sh 'test \"$BASETEN_PROFILE\" = agent && ! command -v baseten-ci'");
        r.assertLogContains("baseten-ci 0.1.0", run);
        assertThat(loginDirectories(root)).isEmpty();
    }

    @Test
    void theCommandWorksWithoutFilesToo(TestInfo test) throws Exception {
        run(
                test,
                "withBaseten(credentialsId: 'team-key', tool: true, files: false) {",
                "  sh 'test -z \"$BASETEN_PROFILE\" && baseten-ci whoami'",
                "}");
    }

    @Test
    void theCommandIsCopiedOnceAndAgainWhenItWasTamperedWith(TestInfo test) throws Exception {
        run(test, "withBaseten(credentialsId: 'team-key', tool: true) { }");
        FileTime old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(jar(), old);
        run(test, "withBaseten(credentialsId: 'team-key', tool: true) { }");
        assertThat(Files.getLastModifiedTime(jar())).isEqualTo(old);
        Files.writeString(jar(), "tampered");
        run(test, "withBaseten(credentialsId: 'team-key', tool: true) { sh 'baseten-ci --version' }");
        Files.writeString(jar().resolveSibling("bin/baseten-ci"), "tampered");
        run(test, "withBaseten(credentialsId: 'team-key', tool: true) { sh 'baseten-ci --version' }");
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("tools"))) {
            return files.filter(file -> file.endsWith("baseten-ci.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int builds;

    private static WorkflowRun run(TestInfo test, String... body) throws Exception {
        return r.buildAndAssertSuccess(pipeline(
                test.getTestMethod().orElseThrow().getName() + builds++,
                "node('hostile') {\n" + String.join("\n", body) + "\n}"));
    }
}

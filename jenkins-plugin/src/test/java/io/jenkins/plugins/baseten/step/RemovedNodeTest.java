package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.slaves.DumbSlave;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A node that is taken from Jenkins while a block runs on it: its machine, and the files there, go on. */
@WithJenkins
class RemovedNodeTest {
    private static final String STEP = "withBaseten(credentialsId: 'team-key')";
    private static final String BINDING = "withCredentials([basetenApiKey('team-key')])";

    private static int count;
    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
    }

    private record Removed(WorkflowRun run, DumbSlave agent, Path directory) {}

    /** A build whose node was removed inside a block, and which is over. */
    private static Removed removed(String block) throws Exception {
        String name = "job-" + ++count;
        DumbSlave agent = connect();
        WorkflowRun run = pipeline(
                        name, "node('" + agent.getNodeName() + "') { " + block + " { semaphore '" + name + "' } }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        Path directory = loginDirectories(Path.of(agent.getRemoteFS())).get(0);
        Computer computer = agent.toComputer();
        r.jenkins.removeNode(agent);
        Await.until("the end of " + agent.getNodeName(), () -> computer.getChannel() == null);
        assertThat(Leftovers.get().lost()).as("a block that runs").isEmpty();
        SemaphoreStep.success(name + "/1", null);
        r.waitForCompletion(run);
        return new Removed(run, agent, directory);
    }

    private static void assertRemembered(Removed removed) throws Exception {
        assertThat(JenkinsRule.getLog(removed.run()).lines())
                .filteredOn(line -> line.contains("[baseten] " + removed.directory()))
                .singleElement()
                .asString()
                .contains("is not deleted: the agent '" + removed.agent().getNodeName() + "' was taken from Jenkins");
        assertThat(Leftovers.get().lost())
                .containsExactly(new Leftovers.Lost(
                        removed.agent().getNodeName(),
                        removed.directory().toString(),
                        removed.run().getExternalizableId()));
    }

    /** All agents of the test are on one machine; this makes it another one than that of the agent. */
    private static void loginOnAnotherMachine(Removed removed, String name) throws Exception {
        Path root = Path.of(removed.agent().getRemoteFS());
        Path away = Files.move(root, root.resolveSibling(root.getFileName() + "-away"));
        DumbSlave other = connect(name, root + "-of-another");
        login(other);
        r.jenkins.removeNode(other);
        Files.move(away, root);
        assertThat(removed.directory()).exists();
        assertRemembered(removed);
    }

    /** A machine and a name that no test has had. */
    private static DumbSlave connect() throws Exception {
        String name = "agent-" + ++count;
        return connect(name, r.jenkins.getRootDir().toPath().resolve(name).toString());
    }

    private static DumbSlave connect(String name, String root) throws Exception {
        DumbSlave agent = new DumbSlave(name, root, r.createComputerLauncher(null));
        r.jenkins.addNode(agent);
        r.waitOnline(agent);
        return agent;
    }

    @ParameterizedTest
    @ValueSource(strings = {STEP, BINDING})
    void theFilesGoWhenTheMachineIsAnAgentAgainUnderAnotherName(String block) throws Exception {
        Removed removed = removed(block);
        assertRemembered(removed);
        loginOnAnotherMachine(removed, "another-" + count);

        DumbSlave again = connect("again-" + count, removed.agent().getRemoteFS());
        assertThat(Leftovers.get().size()).isZero();
        assertThat(removed.directory()).doesNotExist();
        r.jenkins.removeNode(again);
    }

    @Test
    void theFilesGoWithTheNextLoginOnThatMachineAndNotWithOneOnItsNamesake() throws Exception {
        Removed removed = removed(STEP);
        assertRemembered(removed);
        String name = removed.agent().getNodeName();
        loginOnAnotherMachine(removed, name);

        DumbSlave again = connect(name, removed.agent().getRemoteFS());
        login(again);
        assertThat(Leftovers.get().size()).isZero();
        assertThat(removed.directory()).doesNotExist();
        r.jenkins.removeNode(again);
    }

    @Test
    void theFilesOfABuildThatWasKilledAreRememberedToo() throws Exception {
        String name = "job-" + ++count;
        DumbSlave agent = connect();
        WorkflowRun run = pipeline(
                        name, "node('" + agent.getNodeName() + "') { " + STEP + " { semaphore '" + name + "' } }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        String directory = loginDirectories(Path.of(agent.getRemoteFS())).get(0).toString();
        run.doTerm();
        run.doKill();
        r.waitForCompletion(run);
        r.assertLogContains(
                "[baseten] " + directory + " is not deleted yet (the build ended before the directory was deleted)",
                run);
        r.jenkins.removeNode(agent);
        assertThat(Leftovers.get().lostPaths()).containsExactly(directory);
        Leftovers.get().dismiss("/another/" + Path.of(directory).getFileName());
        assertThat(Leftovers.get().lostPaths()).containsExactly(directory);
        Leftovers.get().dismiss(directory);
        assertThat(Leftovers.get().size()).isZero();
    }

    /** The machines of a cloud end with their agents. */
    @Test
    void whatWasOnATemporaryMachineIsForgotten() throws Exception {
        WorkflowRun run = r.buildAndAssertSuccess(pipeline("job-" + ++count, "echo 'x'"));
        Leftovers.get().expect("gone", "/agent/baseten-temporary", run, true);
        assertThat(Leftovers.get().lost()).isEmpty();
        DumbSlave agent = connect();
        login(agent);
        assertThat(Leftovers.get().size()).isZero();
        r.jenkins.removeNode(agent);
    }

    private static void login(DumbSlave agent) throws Exception {
        r.buildAndAssertSuccess(pipeline("job-" + ++count, "node('" + agent.getNodeName() + "') { " + STEP + " { } }"));
    }
}

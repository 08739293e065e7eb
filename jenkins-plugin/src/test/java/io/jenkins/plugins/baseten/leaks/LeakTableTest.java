package io.jenkins.plugins.baseten.leaks;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.filesWith;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.leaks.Block.BASETEN;
import static io.jenkins.plugins.baseten.leaks.Block.SECRET_FILE;
import static io.jenkins.plugins.baseten.leaks.Block.SECRET_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import hudson.Functions;
import hudson.model.Computer;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.remoting.Channel;
import hudson.remoting.Command;
import hudson.slaves.DumbSlave;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * The ways in which a key can get out of a build, one a method, of {@code withBaseten} and of
 * {@code withCredentials}. What the methods assert is the table in docs/conformance/jenkins-leaks.md.
 */
@WithJenkins
class LeakTableTest {
    private static final String SECRET_HALF = KEY.substring(KEY.indexOf('.') + 1);

    private static JenkinsRule r;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension()
            .prepareHomeLazily(true)
            .javaOptions("-Dorg.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep.USE_WATCHING=true");

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    /** The rows of the table, numbered as the methods are. */
    private static final List<String> TABLE = List.of(
            "console | masked | masked",
            "text of exceptions, as stored with the failed step and as logged | masked | masked",
            "parameters of steps, as Jenkins stores and shows them | left out; masked in every encoded form"
                    + " | left out; **stored** once encoded, such as in base64",
            "`program.dat` | not there, in no form | encrypted, three times",
            "`build.xml` | encrypted, once, to mask it after a restart | not there",
            "the whole directory of the build | not in plain text | not in plain text",
            "process list of the agent | not there | not there",
            "modes of files on the agent | 0700 and 0600 from birth | 0700 and 0400 in the end,"
                    + " **0755 and 0644** until the next call",
            "a value that was carried out of the block: console, exceptions, parameters | masked | **shown and stored**",
            "a log that the agent writes itself (push mode) | masked | masked",
            "encoded forms of a usual key, 22 of them | none shown | **13 shown**",
            "files of a block whose agent was killed, after the next block on that agent | gone | **still there**",
            "a key that was replaced between two blocks of a build, after a restart | old and new one masked"
                    + " | **old one shown**",
            "label of a command, names of stages and branches, description and name of the build | masked | **stored**",
            "a variable that the script sets (`env.NAME = KEY`), once the build is over | masked | **stored**");

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        for (Block block : Block.values()) {
            block.provide(KEY);
        }
    }

    @AfterEach
    void clear() throws Exception {
        if (r.jenkins != null) {
            for (WorkflowJob job : r.jenkins.getAllItems(WorkflowJob.class)) {
                job.delete();
            }
        }
    }

    @Test
    void theTableInTheDocsHasTheseRows() throws Exception {
        List<String> expected = new ArrayList<>();
        for (String row : TABLE) {
            expected.add("| " + (expected.size() + 1) + " | " + row + " |");
        }
        try (Stream<String> lines = Files.lines(Path.of("..", "docs", "conformance", "jenkins-leaks.md"))) {
            // The page has another table, with words in its third column.
            assertThat(lines.filter(line -> line.matches("\\| \\d.*") && line.split("\\|").length == 5))
                    .containsExactlyElementsOf(expected);
        }
        assertThat(Files.readString(Path.of("..", "README.md")))
                .contains("| 13 of those 22 forms are shown | deleted; left there if the agent was killed |")
                .contains(expected.size() + " ways in which a key can get out of a build");
        assertThat(Stream.of(LeakTableTest.class.getDeclaredMethods())
                        .filter(method -> method.getName().matches("row\\d\\d.*")))
                .hasSameSizeAs(expected);
    }

    @Test
    void row01Console() throws Exception {
        String[] script = {
            "sh 'echo $BASETEN_API_KEY; set -x; echo \"key=$BASETEN_API_KEY\"'", "echo \"${env.BASETEN_API_KEY}\"",
        };
        WorkflowRun ours = succeeds(BASETEN, script);
        WorkflowRun yardstick = succeeds(SECRET_TEXT, script);
        assertThat(log(ours)).contains("key=****").doesNotContain(SECRET_HALF);
        assertThat(log(yardstick)).contains("key=****").doesNotContain(SECRET_HALF);

        WorkflowRun files = succeeds(BASETEN, "sh 'cat \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\"'");
        assertThat(log(files)).contains("api_key = ****", "\"****\"").doesNotContain(SECRET_HALF);
    }

    @Test
    void row02ExceptionText() throws Exception {
        String[] script = {
            "try { error \"refused: ${env.BASETEN_API_KEY}\" } catch (x) { echo 'caught' }",
            "catchError(buildResult: 'SUCCESS') { throw new Exception(env.BASETEN_API_KEY) }",
            "try { readFile \"/no/such/${env.BASETEN_API_KEY}\" } catch (x) { echo x.toString() }",
            "error \"at the end: ${env.BASETEN_API_KEY}\"",
        };
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = fails(block, script);
            assertThat(log(run)).contains("at the end: ****").doesNotContain(SECRET_HALF);
            assertThat(errors(run))
                    .as(block.name())
                    .hasSizeGreaterThan(4)
                    .anyMatch(text -> text.contains("refused: ****"))
                    .noneMatch(text -> text.contains(SECRET_HALF));
        }
    }

    @Test
    void row03StepArguments() throws Exception {
        String plain = "echo \"key: ${env.BASETEN_API_KEY}\"";
        String encoded = "echo sh(returnStdout: true, script: 'printf %s \"$BASETEN_API_KEY\" | base64 -w0')";
        List<String> ours = arguments(succeeds(BASETEN, plain, encoded));
        List<String> yardstick = arguments(succeeds(SECRET_TEXT, plain, encoded));
        String base64 = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.US_ASCII));

        assertThat(ours).contains("key: ${BASETEN_API_KEY}").noneMatch(text -> text.contains(SECRET_HALF));
        assertThat(yardstick).contains("key: ${BASETEN_API_KEY}").noneMatch(text -> text.contains(SECRET_HALF));
        assertThat(ours).noneMatch(text -> text.contains(base64));
        assertThat(yardstick).anyMatch(text -> text.contains(base64));
    }

    @Test
    void row04ProgramDat() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = startsAndStops("program", block, "sh 'echo $BASETEN_API_KEY'");
            String program =
                    Files.readString(run.getRootDir().toPath().resolve("program.dat"), StandardCharsets.ISO_8859_1);
            assertThat(program).contains("semaphore").doesNotContain(SECRET_HALF);
            assertThat(encryptedIn(program).stream().filter(text -> text.contains(SECRET_HALF)))
                    .as("encrypted copies of the key, " + block)
                    .hasSize(block == BASETEN ? 0 : 3);
            SemaphoreStep.success("program-" + block.id() + "/1", null);
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
        }
    }

    @Test
    void row05BuildXml() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = succeeds(block, "sh 'echo $BASETEN_API_KEY'");
            String build = Files.readString(run.getRootDir().toPath().resolve("build.xml"));
            assertThat(build).contains("<result>SUCCESS</result>").doesNotContain(SECRET_HALF);
            // Ours is there encrypted, as long as the build is kept: to mask it after a restart.
            assertThat(encryptedIn(build)).hasSize(block == BASETEN ? 1 : 0);
        }
    }

    @Test
    void row06WholeBuildDirectory() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = startsAndStops(
                    "directory",
                    block,
                    "sh 'echo $BASETEN_API_KEY'",
                    "sh \"true ${env.BASETEN_API_KEY}\"",
                    "catchError { error env.BASETEN_API_KEY }");
            assertThat(filesWith(run.getRootDir().toPath(), SECRET_HALF)).isEmpty();
            SemaphoreStep.success("directory-" + block.id() + "/1", null);
            r.waitForCompletion(run);
            assertThat(filesWith(run.getRootDir().toPath(), "BASETEN_API_KEY")).isNotEmpty();
            assertThat(filesWith(run.getRootDir().toPath(), SECRET_HALF)).isEmpty();
        }
    }

    @Test
    void row07ProcessListOfTheAgent() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = succeeds(
                    block,
                    "sh 'ps -ewwo args > seen.txt'",
                    // Whoever hands the key to a command shows it: this is what the test must be able to see.
                    "sh 'sh -c \"ps -ewwo args > control.txt; true\" \"$BASETEN_API_KEY\"'",
                    "echo \"workspace: ${pwd()}\"");
            Path workspace = Path.of(after(log(run), "workspace: "));
            assertThat(workspace.resolve("control.txt")).content().contains(SECRET_HALF);
            assertThat(workspace.resolve("seen.txt"))
                    .content()
                    .contains("ps -ewwo args")
                    .doesNotContain(SECRET_HALF);
        }
    }

    @Test
    void row08FileModes() throws Exception {
        DumbSlave agent = r.createOnlineSlave();
        Modes ours = modesSeenBetweenCalls(agent, BASETEN);
        Modes yardstick = modesSeenBetweenCalls(agent, SECRET_FILE);
        r.jenkins.removeNode(agent);

        assertThat(ours.inside).containsExactlyInAnyOrder("rwx------", "rw-------", "rw-------");
        assertThat(ours.onTheWay).containsOnly("rwx------", "rw-------");
        assertThat(yardstick.inside).containsExactlyInAnyOrder("rwx------", "rwx------", "r--------");
        assertThat(yardstick.onTheWay).contains("rwxr-xr-x", "rw-r--r--");
    }

    @Test
    void row09AfterTheBlock() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = r.assertBuildStatus(
                    Result.FAILURE,
                    pipeline(
                                    "carried-" + block.id(),
                                    "def carried",
                                    block.open(),
                                    "  carried = env.BASETEN_API_KEY",
                                    "}",
                                    "echo \"carried out: ${carried}\"",
                                    "error \"failed with ${carried}\"")
                            .scheduleBuild2(0));
            boolean shows = block != BASETEN;
            assertThat(log(run).contains("carried out: " + KEY)).isEqualTo(shows);
            assertThat(log(run).contains("carried out: ****")).isEqualTo(!shows);
            assertThat(errors(run).stream().anyMatch(text -> text.contains(SECRET_HALF)))
                    .isEqualTo(shows);
            assertThat(arguments(run).stream().anyMatch(text -> text.contains(SECRET_HALF)))
                    .isEqualTo(shows);
            assertThat(filesWith(run.getRootDir().toPath(), SECRET_HALF).isEmpty())
                    .isEqualTo(!shows);
        }
    }

    @Test
    void row10LogThatTheAgentWrites() throws Throwable {
        real.startJenkins();
        agents.createAgent(real, "pushing");
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            String log = real.runRemotely(LeakTableTest::logWrittenByAgent, block);
            assertThat(log)
                    .contains("plain ****", "cut ****", "written by the agent: true")
                    .doesNotContain(SECRET_HALF);
        }
    }

    private static String logWrittenByAgent(JenkinsRule rule, Block block) throws Throwable {
        block.provide(KEY);
        WorkflowRun run = pipeline(
                        "push-" + block.id(),
                        "node('pushing') {",
                        block.open(),
                        "  sh 'set +x; echo plain $BASETEN_API_KEY; printf \"cut %s\" \"${BASETEN_API_KEY%???????}\"; sleep 1;"
                                + " echo \"${BASETEN_API_KEY#??????????????????????????????????}\"'",
                        "} }")
                .scheduleBuild2(0)
                .get();
        rule.assertBuildStatusSuccess(run);
        return log(run) + "\nwritten by the agent: " + DurableTaskStep.USE_WATCHING;
    }

    @Test
    void row11EncodedForms() throws Exception {
        String special = "aBcD1234.x'y\"z%w$v\\u/t<s&r>q=p;o~n";
        assertThat(formsShown(BASETEN, KEY)).isEmpty();
        assertThat(formsShown(BASETEN, special)).isEmpty();
        assertThat(formsShown(SECRET_TEXT, KEY)).hasSize(13);
        assertThat(formsShown(SECRET_TEXT, special)).hasSize(62);
        assertThat(KeyForms.of(ApiKey.of(KEY))).hasSize(22);
        assertThat(KeyForms.of(ApiKey.of(special))).hasSize(78);
    }

    @Test
    void row12LeftoversOfAKilledAgent() throws Exception {
        assertThat(leftAfterAKill(BASETEN)).isEmpty();
        assertThat(leftAfterAKill(SECRET_FILE)).hasSize(1);
    }

    @Test
    void row13RotatedKeysAlsoAfterARestart() throws Throwable {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            pipeline(
                            "rotated-" + block.id(),
                            "node {",
                            block.open(),
                            "  sh 'printf \"[old]\\n%s\\n\" \"$BASETEN_API_KEY\" > old.ini'",
                            "}",
                            "semaphore 'rotate-" + block.id() + "'",
                            block.open(),
                            "  sh 'set +x; cat old.ini; echo \"new $BASETEN_API_KEY\"'",
                            "}",
                            "}")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart(
                    "rotate-" + block.id() + "/1", job("rotated-" + block.id()).getLastBuild());
            replace(block, OTHER_KEY);
        }
        r.restart();
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            SemaphoreStep.success("rotate-" + block.id() + "/1", null);
            WorkflowRun run = job("rotated-" + block.id()).getLastBuild();
            r.assertBuildStatusSuccess(r.waitForCompletion(run));
            assertThat(log(run)).contains("[old]", "new ****").doesNotContain(OTHER_KEY);
            assertThat(log(run).contains(KEY)).as(block.name()).isEqualTo(block != BASETEN);
            replace(block, KEY);
        }
    }

    @Test
    void row14NamesLabelsAndDescriptions() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = succeeds(
                    block,
                    "currentBuild.description = \"for ${env.BASETEN_API_KEY}\"",
                    "currentBuild.displayName = \"of ${env.BASETEN_API_KEY}\"",
                    "stage(\"stage ${env.BASETEN_API_KEY}\") {",
                    "  sh label: \"label ${env.BASETEN_API_KEY}\", script: 'true'",
                    "}",
                    "parallel([(\"branch ${env.BASETEN_API_KEY}\" as String): { echo 'one' }])");
            String shown = block == BASETEN ? "****" : KEY;
            assertThat(run.getDescription()).isEqualTo("for " + shown);
            assertThat(run.getDisplayName()).isEqualTo("of " + shown);
            assertThat(labels(run)).contains("stage " + shown, "label " + shown, "Branch: branch " + shown);
            assertThat(filesWith(run.getRootDir().toPath(), SECRET_HALF).isEmpty())
                    .isEqualTo(block == BASETEN);
        }
    }

    @Test
    void row15VariablesOfTheScript() throws Exception {
        for (Block block : List.of(BASETEN, SECRET_TEXT)) {
            WorkflowRun run = succeeds(
                    block,
                    "env.KEPT = env.BASETEN_API_KEY",
                    "sh 'set +x; [ \"$KEPT\" = \"$BASETEN_API_KEY\" ] && echo served'");
            assertThat(log(run)).contains("served").doesNotContain(SECRET_HALF);
            assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                    .contains("<string>KEPT</string>")
                    .contains("<string>" + (block == BASETEN ? "****" : KEY) + "</string>");
            assertThat(filesWith(run.getRootDir().toPath(), SECRET_HALF).isEmpty())
                    .isEqualTo(block == BASETEN);
        }
    }

    private static WorkflowRun succeeds(Block block, String... script) throws Exception {
        return r.assertBuildStatusSuccess(
                job(block, "works-" + block.id(), script).scheduleBuild2(0));
    }

    private static WorkflowRun fails(Block block, String... script) throws Exception {
        return r.assertBuildStatus(
                Result.FAILURE, job(block, "fails-" + block.id(), script).scheduleBuild2(0));
    }

    /** A build that waits in the block, after the script. */
    private static WorkflowRun startsAndStops(String name, Block block, String... script) throws Exception {
        List<String> lines = new ArrayList<>(List.of(script));
        lines.add("semaphore '" + name + "-" + block.id() + "'");
        WorkflowRun run = job(block, name + "-" + block.id(), lines.toArray(String[]::new))
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "-" + block.id() + "/1", run);
        // Answered by the thread that runs the script, after it has saved it.
        run.getExecution().getCurrentExecutions(true).get();
        return run;
    }

    private static WorkflowJob job(Block block, String name, String... script) throws Exception {
        WorkflowJob old = job(name);
        if (old != null) {
            old.delete();
        }
        List<String> lines = new ArrayList<>();
        lines.add("node {");
        lines.add(block.open());
        lines.addAll(List.of(script));
        lines.add("} }");
        return pipeline(name, lines.toArray(String[]::new));
    }

    private static WorkflowJob job(String name) {
        return r.jenkins.getItemByFullName(name, WorkflowJob.class);
    }

    private static String log(WorkflowRun run) throws IOException {
        return JenkinsRule.getLog(run);
    }

    private static String after(String log, String label) {
        return log.lines()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .orElseThrow()
                .substring(label.length());
    }

    private static List<FlowNode> nodes(WorkflowRun run) {
        return new DepthFirstScanner().allNodes(run.getExecution());
    }

    /** What Jenkins stores, and serves to who asks, about steps that failed. */
    private static List<String> errors(WorkflowRun run) {
        List<String> texts = new ArrayList<>();
        for (FlowNode node : nodes(run)) {
            ErrorAction action = node.getPersistentAction(ErrorAction.class);
            if (action != null) {
                texts.add(Functions.printThrowable(action.getError()));
            }
        }
        return texts;
    }

    /** Labels of commands, and names of stages and branches. */
    private static List<String> labels(WorkflowRun run) {
        List<String> texts = new ArrayList<>();
        for (FlowNode node : nodes(run)) {
            LabelAction action = node.getPersistentAction(LabelAction.class);
            if (action != null) {
                texts.add(action.getDisplayName());
            }
        }
        return texts;
    }

    /** What Jenkins stores about the parameters of steps. */
    private static List<String> arguments(WorkflowRun run) {
        List<String> texts = new ArrayList<>();
        for (FlowNode node : nodes(run)) {
            ArgumentsAction action = node.getPersistentAction(ArgumentsAction.class);
            if (action != null) {
                action.getArguments().values().forEach(value -> texts.add(String.valueOf(value)));
            }
        }
        return texts;
    }

    /** The plain texts of what Jenkins encrypted in a file. */
    private static List<String> encryptedIn(String text) {
        List<String> plain = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\{[A-Za-z0-9+/]{20,}={0,2}}").matcher(text);
        while (matcher.find()) {
            Secret secret = Secret.decrypt(matcher.group());
            if (secret != null) {
                plain.add(secret.getPlainText());
            }
        }
        return plain;
    }

    /** Modes of all that lay beside the workspace: inside the block, and at any moment before. */
    private record Modes(List<String> inside, Set<String> onTheWay) {}

    /**
     * Runs a block on an agent. Looks at the files whenever a call to the agent begins or is answered, which is
     * between the steps of who makes them by several calls, and all the time besides.
     */
    private static Modes modesSeenBetweenCalls(DumbSlave agent, Block block) throws Exception {
        String name = "modes-" + block.id();
        Path place = Path.of(agent.getRemoteFS(), "workspace", name + "@tmp");
        Set<String> seen = new ConcurrentSkipListSet<>();
        Channel channel = (Channel) agent.getComputer().getChannel();
        Channel.Listener listener = new Channel.Listener() {
            @Override
            public void onWrite(Channel on, Command command, long size) {
                seen.addAll(modes(place));
            }

            @Override
            public void onRead(Channel on, Command command, long size) {
                seen.addAll(modes(place));
            }
        };
        AtomicBoolean done = new AtomicBoolean();
        Thread watcher = new Thread(() -> {
            while (!done.get()) {
                seen.addAll(modes(place));
            }
        });
        WorkflowRun run = pipeline(
                        name,
                        "node('" + agent.getNodeName() + "') {",
                        "semaphore 'before-" + name + "'",
                        block.open(),
                        "semaphore '" + name + "'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("before-" + name + "/1", run);
        channel.addListener(listener);
        watcher.start();
        try {
            SemaphoreStep.success("before-" + name + "/1", null);
            SemaphoreStep.waitForStart(name + "/1", run);
        } finally {
            channel.removeListener(listener);
            done.set(true);
            watcher.join();
        }
        Modes modes = new Modes(modes(place), seen);
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertThat(filesWith(place, SECRET_HALF)).isEmpty();
        return modes;
    }

    private static List<String> modes(Path place) {
        List<String> modes = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(place)) {
            paths.filter(path -> !path.equals(place)).forEach(path -> {
                try {
                    modes.add(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)));
                } catch (IOException e) {
                    // Gone again.
                }
            });
        } catch (IOException | UncheckedIOException e) {
            // Not there yet, or gone again.
        }
        return modes;
    }

    /** The forms of a key that a build shows when a command prints all of them. */
    private static List<String> formsShown(Block block, String key) throws Exception {
        replace(block, key);
        List<String> forms = List.copyOf(KeyForms.of(ApiKey.of(key)));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < forms.size(); i++) {
            text.append("form ").append(i).append(": ").append(forms.get(i)).append('\n');
        }
        Path file = new File(r.jenkins.getRootDir(), "forms.txt").toPath();
        Files.writeString(file, text);
        String log = log(succeeds(block, "sh '''cat '" + file + "' '''"));
        replace(block, KEY);
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            if (after(log, "form " + i + ": ").contains(forms.get(i))) {
                shown.add(forms.get(i));
            }
        }
        return shown;
    }

    /** Files with the key that are on an agent after it was killed in a block and did another build. */
    private static List<String> leftAfterAKill(Block block) throws Exception {
        DumbSlave agent = r.createOnlineSlave();
        String name = "killed-" + block.id();
        Path workspaces = Path.of(agent.getRemoteFS(), "workspace");
        WorkflowRun run = pipeline(
                        name, "node('" + agent.getNodeName() + "') {", block.open(), "semaphore '" + name + "'", "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        assertThat(filesWith(workspaces, SECRET_HALF)).isNotEmpty();
        kill(agent);
        SemaphoreStep.success(name + "/1", null);
        r.waitForCompletion(run);
        assertThat(filesWith(workspaces, SECRET_HALF)).isNotEmpty();

        agent.getComputer().connect(true).get();
        r.assertBuildStatusSuccess(
                pipeline(name + "-next", "node('" + agent.getNodeName() + "') {", block.open(), "echo 'next'", "} }")
                        .scheduleBuild2(0));
        List<String> left = filesWith(workspaces, SECRET_HALF);
        r.jenkins.removeNode(agent);
        return left;
    }

    private static void kill(Slave agent) throws Exception {
        Computer computer = agent.toComputer();
        long pid = computer.getChannel().call(new Pid());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        while (computer.isOnline()) {
            Thread.sleep(50);
        }
    }

    /** The process of an agent. */
    private static final class Pid extends MasterToSlaveCallable<Long, RuntimeException> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Long call() {
            return ProcessHandle.current().pid();
        }
    }

    private static void replace(Block block, String key) throws Exception {
        var store = CredentialsProvider.lookupStores(r.jenkins).iterator().next();
        for (var credential :
                List.copyOf(store.getCredentials(store.getDomains().get(0)))) {
            if (credential instanceof IdCredentials id && id.getId().equals(block.id())) {
                store.removeCredentials(store.getDomains().get(0), credential);
            }
        }
        block.provide(key);
    }
}

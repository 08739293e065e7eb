package io.jenkins.plugins.baseten.recorded;

import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.recorded.RecordedHome.AGENT;
import static io.jenkins.plugins.baseten.recorded.RecordedHome.CREATED;
import static io.jenkins.plugins.baseten.recorded.RecordedHome.HOME;
import static io.jenkins.plugins.baseten.recorded.RecordedHome.TEAM;
import static io.jenkins.plugins.baseten.recorded.RecordedHome.URL;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.Computer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ModelObject;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.JNLPLauncher;
import hudson.util.Secret;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.login.Leftovers;
import io.jenkins.plugins.baseten.pages.LeftoversMonitor;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.CauseOfInterruption;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * Makes a {@link RecordedHome}: a controller does all that makes this plugin store something, and is
 * stopped. It is no test and runs when it is asked to: {@code -Dtest=HomeRecorder} with
 * {@code -Dbaseten.record=DIRECTORY} writes into that directory, which must not exist. The keys are those
 * of a sandbox.
 *
 * <p>It is run anew when a release stores something new, into a directory of that release; the older
 * recordings stay, since controllers that are updated have such files.
 */
@EnabledIfSystemProperty(named = "baseten.record", matches = ".+")
class HomeRecorder {
    static final String TEAM_KEY = "teamkey1.0123456789abcdefghijKLMNOPQRSTUV";
    static final String FOLDER_KEY = "foldkey1.0123456789abcdefghijKLMNOPQRSTUV";
    static final String BACK_KEY = "backkey1.0123456789abcdefghijKLMNOPQRSTUV";
    static final String STUCK_KEY = "stuckkey.0123456789abcdefghijKLMNOPQRSTUV";
    static final String AGAIN_KEY = "againkey.0123456789abcdefghijKLMNOPQRSTUV";
    static final String MINTING_KEY = "mintkey1.0123456789abcdefghijKLMNOPQRSTUV";

    private static final List<String> PACKED = List.of(
            "config.xml",
            "credentials.xml",
            "org.jenkinsci.plugins.workflow.flow.FlowExecutionList.xml",
            "queue.xml",
            "secrets/master.key",
            "secrets/hudson.util.Secret");

    private static final List<String> PACKED_BELOW = List.of("baseten/", "fingerprints/", "jobs/", "nodes/");

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    private Sandbox sandbox;
    private Process agent;
    private String team;

    /** The whole keys that were ever in a credential, and those that the server has at the end. */
    private final Set<String> seen = new LinkedHashSet<>();

    private final List<String> keys = new ArrayList<>();

    @Test
    void record() throws Throwable {
        Path recording = Path.of(System.getProperty("baseten.record")).toAbsolutePath();
        assertThat(recording).doesNotExist();
        sandbox = Sandbox.start(SandboxOptions.defaults()
                .withClock(Clock.fixed(CREATED, ZoneOffset.UTC))
                .withKey(TEAM_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "ci")
                .withKey(FOLDER_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "folder")
                .withKey(BACK_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "back")
                .withKey(STUCK_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "stuck")
                .withKey(AGAIN_KEY, KeyType.WORKSPACE_MANAGE_ALL, null, "again")
                .withKey(MINTING_KEY, KeyType.WORKSPACE_MANAGE_API_KEYS, null, "minting"));
        team = sandbox.teamId(Sandbox.DEFAULT_TEAM);
        session.then(r -> {
            credentials(r);
            configuration();
            finishedBuilds(r);
            lostAgent(r);
            runningBuilds(r);
            rotations();
            noteKeys();
        });
        agent.destroyForcibly().waitFor();
        pack(session.getHome().toPath(), recording);
        sandbox.close();
    }

    private void credentials(JenkinsRule r) throws Exception {
        Folder folder = r.jenkins.createProject(Folder.class, "deploy");
        store(r.jenkins, CredentialsScope.GLOBAL, "team-key", TEAM_KEY);
        store(r.jenkins, CredentialsScope.GLOBAL, "back-key", BACK_KEY);
        store(r.jenkins, CredentialsScope.GLOBAL, "stuck-key", STUCK_KEY);
        store(r.jenkins, CredentialsScope.GLOBAL, "again-key", AGAIN_KEY);
        store(r.jenkins, CredentialsScope.SYSTEM, "minting", MINTING_KEY);
        text(r.jenkins, CredentialsScope.GLOBAL, "text", OTHER_KEY);
        text(r.jenkins, CredentialsScope.SYSTEM, "system-text", OTHER_KEY);
        BasetenApiKeyCredentialsImpl own = new BasetenApiKeyCredentialsImpl(
                CredentialsScope.GLOBAL, "folder-key", null, Secret.fromString(FOLDER_KEY));
        Fixtures.storeOf(folder).addCredentials(Domain.global(), own);
        text(folder, CredentialsScope.GLOBAL, "folder-text", OTHER_KEY);
    }

    private void store(ModelObject owner, CredentialsScope scope, String id, String key) throws Exception {
        BasetenApiKeyCredentialsImpl credential =
                new BasetenApiKeyCredentialsImpl(scope, id, "The key " + id, Secret.fromString(key));
        credential.setRemoteUrl(sandbox.url().toString());
        credential.setTeam(scope == CredentialsScope.SYSTEM ? null : "Default");
        Fixtures.storeOf(owner).addCredentials(Domain.global(), credential);
    }

    private static void text(ModelObject owner, CredentialsScope scope, String id, String value) throws Exception {
        CredentialsStore store = Fixtures.storeOf(owner);
        store.addCredentials(
                Domain.global(), new StringCredentialsImpl(scope, id, "The text " + id, Secret.fromString(value)));
    }

    private void configuration() throws Exception {
        BasetenConfiguration configuration = BasetenConfiguration.get();
        configuration.setTrustedUrls(sandbox.url() + "\nhttps://baseten.example.com");
        configuration.setWarnAgeDays(100);
        configuration.setWarnUnusedDays(50);
        for (String id : List.of("team-key", "back-key", "stuck-key", "again-key")) {
            policy(id, 0);
        }
        RotationPolicy folder = new RotationPolicy("folder-key", "minting");
        folder.setFolder("deploy");
        folder.setNotEnvironmentScoped(true);
        configuration.putRotationPolicy(folder);
        ExtensionList.lookupSingleton(LeftoversMonitor.class).disable(true);
    }

    private static void policy(String id, int deadline) {
        RotationPolicy policy = new RotationPolicy(id, "minting");
        policy.setIntervalDays(30);
        policy.setOverlapHours(0);
        policy.setDeadlineHours(deadline);
        BasetenConfiguration.get().putRotationPolicy(policy);
    }

    /**
     * Two that are over, one that stopped, one that drains, and one that goes back. The last two wait for a
     * few seconds at least, and then for the next look of the controller, which is to be the next start.
     */
    private void rotations() throws Exception {
        rotateToTheEnd("team-key");
        rotateToTheEnd("again-key");
        BasetenApiKeyCredentialsImpl rotated = ours("again-key");
        Fixtures.storeOf(Jenkins.get())
                .updateCredentials(Domain.global(), rotated, rotated.withSecret(Secret.fromString(AGAIN_KEY)));
        Await.until(
                "the key that came back", () -> Rotations.get().overwritten().containsKey(id("again-key")));
        sandbox.fault(Fault.status("POST", "/v1/", 500, "{}").times(100));
        Rotations.get().rotate(id("stuck-key"));
        Await.until("the end of the attempts", () -> Rotations.get()
                .status(id("stuck-key"))
                .filter(status -> !status.working() && !status.problem().isEmpty())
                .isPresent());
        sandbox.clearFaults();
        policy("team-key", 12);
        policy("back-key", 12);
        Rotations.get().rotate(id("back-key"));
        at("back-key", RotationState.DRAINING);
        Rotations.get().abort(id("back-key"), null);
        Await.until("the way back", () -> Rotations.get()
                .status(id("back-key"))
                .filter(status -> !status.working() && status.record().rollingBack())
                .isPresent());
        Rotations.get().rotate(id("team-key"));
        at("team-key", RotationState.DRAINING);
    }

    private void rotateToTheEnd(String id) throws Exception {
        Rotations.get().rotate(id(id));
        Await.until("the end", () -> Rotations.get().status(id(id)).isEmpty());
        assertThat(Rotations.get().history(id(id)))
                .extracting(past -> past.outcome())
                .containsExactly(RotationState.DONE);
        see(id);
    }

    private void at(String id, RotationState state) {
        Await.until(state.name(), () -> Rotations.get()
                .status(id(id))
                .filter(status -> !status.working()
                        && status.record() != null
                        && status.record().state() == state)
                .isPresent());
        see(id);
    }

    private void see(String id) {
        seen.add(ours(id).getSecret().getPlainText());
    }

    private static KeyId id(String credentialsId) {
        return new KeyId("", credentialsId);
    }

    private static BasetenApiKeyCredentialsImpl ours(String id) {
        return Fixtures.storeOf(Jenkins.get()).getCredentials(Domain.global()).stream()
                .filter(BasetenApiKeyCredentialsImpl.class::isInstance)
                .map(BasetenApiKeyCredentialsImpl.class::cast)
                .filter(credential -> credential.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void finishedBuilds(JenkinsRule r) throws Exception {
        r.buildAndAssertSuccess(pipeline(
                "masked",
                "def key",
                "withBaseten(credentialsId: 'folder-key') { key = env.BASETEN_API_KEY }",
                "echo \"after the block: ${key}\"",
                "stage(\"stage ${key}\") { echo 'in it' }",
                "parallel([(\"branch ${key}\" as String): { echo 'one' }, other: { echo 'two' }])",
                "catchError(buildResult: 'SUCCESS') {",
                "  withBaseten(credentialsId: 'folder-key') { throw new Exception(\"failed with ${key}\") }",
                "}"));
        WorkflowRun stopped = pipeline(
                        "stopped",
                        "withBaseten(credentialsId: 'folder-key') { echo 'inside'; sleep time: 1, unit: 'DAYS' }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("Sleeping for", stopped);
        stopped.getExecution()
                .interrupt(Result.ABORTED, new CauseOfInterruption.UserInterruption("who types " + FOLDER_KEY));
        r.assertBuildStatus(Result.ABORTED, r.waitForCompletion(stopped));

        FreeStyleProject free = r.jenkins.createProject(FreeStyleProject.class, "free");
        BasetenApiKeyBinding binding = new BasetenApiKeyBinding("team-key");
        binding.setRemote("prod");
        binding.setTeam("research");
        binding.setAllowUnknownRemote(true);
        free.getBuildWrappersList().add(new SecretBuildWrapper(List.of(binding)));
        FreeStyleBuild build = r.assertBuildStatusSuccess(free.scheduleBuild2(0, new Cause.UserIdCause("SYSTEM")));
        assertThat(build.getAction(HeldKeysAction.class)).isNotNull();
    }

    /** An agent that was taken from the controller with the files of a build on its machine. */
    private static void lostAgent(JenkinsRule r) throws Exception {
        DumbSlave gone = new DumbSlave("gone", "/agent", new JNLPLauncher());
        r.jenkins.addNode(gone);
        WorkflowRun run = r.buildAndAssertSuccess(pipeline("lost", "echo 'x'"));
        String path = "/agent/workspace/lost@tmp/baseten-0123456789abcdef";
        Leftovers.get().expect("gone", path, run, false);
        Leftovers.get().leave(path);
        r.jenkins.removeNode(gone);
        assertThat(Leftovers.get().lostPaths()).containsExactly(path);
    }

    /** Their sleep is over whenever they are taken up. */
    private void runningBuilds(JenkinsRule r) throws Exception {
        Path root = RecordedHome.agentOf(r.jenkins.getRootDir().toPath());
        Files.createDirectory(root);
        DumbSlave remote = new DumbSlave("remote", root.toString(), new JNLPLauncher());
        remote.setNumExecutors(2);
        r.jenkins.addNode(remote);
        start(r, root);
        begin(
                r,
                "step",
                "withBaseten(credentialsId: 'folder-key', tool: true, remotes: [[credentialsId: 'folder-text', remote: 'text', team: 'research']])");
        begin(r, "binding", "withCredentials([basetenApiKey(credentialsId: 'folder-key', remote: 'prod')])");
    }

    /** Without the variables of this process: what the agent has becomes part of the stored Pipelines. */
    private void start(JenkinsRule r, Path directory) throws Exception {
        InboundAgentExtension.AgentArguments arguments = InboundAgentExtension.getAgentArguments(r, "remote");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        arguments.agentJar().toString(),
                        "-url",
                        arguments.url(),
                        "-name",
                        "remote",
                        "-secret",
                        arguments.secret())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        agent = builder.start();
        Computer computer = r.jenkins.getComputer("remote");
        Await.until("the agent", computer::isOnline);
    }

    private static void begin(JenkinsRule r, String name, String block) throws Exception {
        WorkflowRun run = pipeline(
                        name,
                        "node('remote') {",
                        "  " + block + " {",
                        "    sh 'test -f \"$USER_TRUSSRC_PATH\"'",
                        "    sleep 90",
                        "    sh 'grep -c foldkey1 \"$USER_TRUSSRC_PATH\" \"$BASETEN_CONFIG_DIR/auth.json\"'",
                        "    sh 'echo \"has ${BASETEN_API_KEY%%.*} and $BASETEN_API_KEY\"'",
                        "  }",
                        "}")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("Sleeping for", run);
    }

    /** A job in the folder. */
    private static WorkflowJob pipeline(String name, String... script) throws Exception {
        WorkflowJob job =
                Jenkins.get().getItemByFullName("deploy", Folder.class).createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(String.join("\n", script), true));
        return job;
    }

    /** Which keys the server has now. */
    private void noteKeys() throws Exception {
        assertThat(Rotations.get().unfinished()).hasSize(3);
        seen.addAll(List.of(TEAM_KEY, FOLDER_KEY, BACK_KEY, STUCK_KEY, AGAIN_KEY, MINTING_KEY));
        List<String> random = Stream.of(KeyType.values())
                .filter(KeyType::isSeeded)
                .map(sandbox::key)
                .toList();
        for (ApiKeyInfo info : BasetenClients.open(
                        TrustedUrl.of(RemoteUrl.parse(sandbox.url().toString())),
                        ApiKey.of(sandbox.key(KeyType.PERSONAL)))
                .apiKeys()) {
            if (random.stream().noneMatch(key -> key.startsWith(info.prefix() + "."))) {
                String key = seen.stream()
                        .filter(text -> text.startsWith(info.prefix() + "."))
                        .findFirst()
                        .orElseThrow();
                keys.add(key + " " + info.type() + " " + info.name());
            }
        }
    }

    private void pack(Path home, Path recording) throws Exception {
        Path root = RecordedHome.agentOf(home);
        String java = System.getProperty("java.home");
        List<String[]> texts = List.of(
                new String[] {root.toString(), AGENT},
                new String[] {home.toString(), HOME},
                new String[] {java, "/recorded/jdk-" + "x".repeat(java.length() - "/recorded/jdk-".length())},
                new String[] {sandbox.url().toString(), URL},
                new String[] {team, TEAM});
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                if (isPacked(name)) {
                    RecordedHome.copy(file, recording.resolve("home").resolve(name), texts);
                } else if (file.startsWith(root) && root.relativize(file).startsWith("workspace")) {
                    RecordedHome.copy(
                            file,
                            recording
                                    .resolve("agent")
                                    .resolve(root.relativize(file).toString()),
                            texts);
                }
            }
        }
        Files.write(recording.resolve("sandbox"), keys);
        assertThat(Fixtures.filesWith(recording, home.toString())).isEmpty();
        assertThat(Fixtures.filesWith(recording, System.getProperty("user.dir")))
                .isEmpty();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            // The agent has none of them, and the stored state of a Pipeline has what the agent has.
            if (variable.getValue().length() > 7 && !variable.getKey().equals("JAVA_HOME")) {
                assertThat(Fixtures.filesWith(recording, variable.getValue()))
                        .as(variable.getKey())
                        .isEmpty();
            }
        }
    }

    private static boolean isPacked(String name) {
        boolean ours = name.startsWith("io.jenkins.plugins.baseten") && name.endsWith(".xml");
        boolean below = PACKED_BELOW.stream().anyMatch(name::startsWith) && !name.endsWith(".lock");
        return ours || below || PACKED.contains(name);
    }
}

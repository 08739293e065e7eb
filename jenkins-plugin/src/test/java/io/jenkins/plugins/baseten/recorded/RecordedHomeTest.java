package io.jenkins.plugins.baseten.recorded;

import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.loginDirectories;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.AGAIN_KEY;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.BACK_KEY;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.FOLDER_KEY;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.MINTING_KEY;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.STUCK_KEY;
import static io.jenkins.plugins.baseten.recorded.HomeRecorder.TEAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.ExtensionList;
import hudson.diagnosis.OldDataMonitor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.model.Run;
import hudson.security.Permission;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.testing.Await;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.binding.BasetenApiKeyBinding;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.leases.Lease;
import io.jenkins.plugins.baseten.leases.Leases;
import io.jenkins.plugins.baseten.login.Leftovers;
import io.jenkins.plugins.baseten.pages.KeyHealthMonitor;
import io.jenkins.plugins.baseten.pages.LeftoversMonitor;
import io.jenkins.plugins.baseten.rotation.RotationPermissions;
import io.jenkins.plugins.baseten.rotation.Rotations;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.InterruptedBuildAction;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/**
 * What an earlier version of this plugin stored is read, and goes on. {@link HomeRecorder} made it. A test
 * that fails here says that controllers lose something in the update: keep the name of the class that is
 * stored, or teach Jenkins the old one.
 */
class RecordedHomeTest {
    private static final Pattern CLASS =
            Pattern.compile("io\\.(?:jenkins\\.plugins\\.baseten|github\\.basetenci)[\\w.$]*");

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    private RecordedHome recorded;
    private Sandbox sandbox;

    @BeforeEach
    void unpack() throws Exception {
        // In tests a Pipeline gives up after 15 seconds when its agent is not back, which a slow machine does not meet.
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = TimeUnit.HOURS.toMillis(1);
        recorded = RecordedHome.newest();
        sandbox = recorded.sandbox();
        recorded.unpack(session.getHome().toPath(), sandbox);
    }

    @AfterEach
    void stop() throws Exception {
        sandbox.close();
    }

    @Test
    void theCredentialsHaveTheirKeys() throws Throwable {
        atRest(r -> {
            assertThat(stored(r.jenkins))
                    .containsExactlyInAnyOrder(
                            "GLOBAL team-key " + recorded.key("ci-3"),
                            "GLOBAL back-key " + BACK_KEY,
                            "GLOBAL stuck-key " + STUCK_KEY,
                            "GLOBAL again-key " + AGAIN_KEY,
                            "SYSTEM minting " + MINTING_KEY,
                            "GLOBAL text " + OTHER_KEY,
                            "SYSTEM system-text " + OTHER_KEY);
            assertThat(stored(r.jenkins.getItemByFullName("deploy", Folder.class)))
                    .containsExactlyInAnyOrder("GLOBAL folder-key " + FOLDER_KEY, "GLOBAL folder-text " + OTHER_KEY);
            assertThat(ours())
                    .extracting(
                            BasetenApiKeyCredentialsImpl::getId,
                            BasetenApiKeyCredentialsImpl::getRemoteUrl,
                            BasetenApiKeyCredentialsImpl::getTeam,
                            BasetenApiKeyCredentialsImpl::getDescription)
                    .contains(
                            tuple("team-key", sandbox.url().toString(), "Default", "The key team-key"),
                            tuple("minting", sandbox.url().toString(), null, "The key minting"));
        });
    }

    /** Jenkins finds the uses of a credential by a hash of its XML, in which the name of its class is. */
    @Test
    void jenkinsKnowsWhichJobsUsedACredential() throws Throwable {
        atRest(r -> {
            Credentials key = Fixtures.storeOf(r.jenkins.getItemByFullName("deploy", Folder.class))
                    .getCredentials(Domain.global())
                    .get(0);
            assertThat(key).isInstanceOf(BasetenApiKeyCredentialsImpl.class);
            assertThat(CredentialsProvider.getFingerprintOf(key).getJobs())
                    .containsExactlyInAnyOrder("deploy/masked", "deploy/stopped", "deploy/step", "deploy/binding");
        });
    }

    @Test
    void theConfigurationIsAsItWas() throws Throwable {
        atRest(r -> {
            BasetenConfiguration configuration = BasetenConfiguration.get();
            assertThat(configuration.getTrustedUrls()).isEqualTo(sandbox.url() + "\nhttps://baseten.example.com");
            assertThat(configuration.getWarnAgeDays()).isEqualTo(100);
            assertThat(configuration.getWarnUnusedDays()).isEqualTo(50);
            assertThat(configuration.getRotationPolicies())
                    .extracting(
                            RotationPolicy::getFolder,
                            RotationPolicy::getCredentialsId,
                            RotationPolicy::getMintingCredentialsId,
                            RotationPolicy::getIntervalDays,
                            RotationPolicy::getOverlapHours,
                            RotationPolicy::getDeadlineHours,
                            RotationPolicy::isNotEnvironmentScoped)
                    .containsExactlyInAnyOrder(
                            tuple(null, "team-key", "minting", 30, 0, 12, false),
                            tuple(null, "back-key", "minting", 30, 0, 12, false),
                            tuple(null, "stuck-key", "minting", 30, 0, 0, false),
                            tuple(null, "again-key", "minting", 30, 0, 0, false),
                            tuple("deploy", "folder-key", "minting", 0, 1, 168, true));
            assertThat(ExtensionList.lookupSingleton(LeftoversMonitor.class).isEnabled())
                    .as("a warning that an administrator has dismissed")
                    .isFalse();
            assertThat(ExtensionList.lookupSingleton(KeyHealthMonitor.class).isEnabled())
                    .isTrue();
            // What the tables of an authorization strategy name.
            assertThat(Permission.fromId("io.jenkins.plugins.baseten.rotation.RotationPermissions.Rotate"))
                    .isSameAs(RotationPermissions.ROTATE);
        });
    }

    @Test
    void theRotationsAreWhereTheyWere() throws Throwable {
        atRest(r -> {
            Rotations rotations = Rotations.get();
            assertThat(rotations.unfinished())
                    .containsExactlyInAnyOrder(id("team-key"), id("back-key"), id("stuck-key"));
            RotationStatus draining = rotations.status(id("team-key")).orElseThrow();
            assertThat(draining.by()).isEqualTo("SYSTEM");
            assertThat(draining.record().state()).isEqualTo(RotationState.DRAINING);
            assertThat(draining.record().rollingBack()).isFalse();
            assertThat(draining.record().plan().oldPrefix()).isEqualTo(prefix("ci-2"));
            assertThat(draining.record().newPrefix()).isEqualTo(prefix("ci-3"));
            RotationStatus back = rotations.status(id("back-key")).orElseThrow();
            assertThat(back.record().rollingBack()).isTrue();
            assertThat(back.record().newPrefix()).isEqualTo(prefix("back-2"));
            RotationStatus stuck = rotations.status(id("stuck-key")).orElseThrow();
            assertThat(stuck.record().state()).isEqualTo(RotationState.PLANNED);
            assertThat(stuck.problem()).contains("HTTP 500");
            assertThat(stuck.failures()).isEqualTo(1);

            PastRotation past = rotations.history(id("team-key")).get(0);
            assertThat(rotations.history(id("team-key"))).hasSize(1);
            assertThat(past.oldPrefix()).isEqualTo("teamkey1");
            assertThat(past.newPrefix()).isEqualTo(prefix("ci-2"));
            assertThat(past.outcome()).isEqualTo(RotationState.DONE);
            assertThat(past.ended()).isAfter(past.begun());
            assertThat(rotations.overwritten()).containsOnlyKeys(id("again-key"));
        });
    }

    @Test
    void theRotationsComeToTheirEnds() throws Throwable {
        session.then(r -> {
            // Which builds hold a key is known soon after the start; then nothing waits for anybody.
            Await.until("the running builds", () -> Leases.of("teamkey1").isPresent());
            for (KeyId id : Rotations.get().unfinished()) {
                try {
                    Rotations.get().resume(id, null);
                } catch (RefusedException e) {
                    // It has come to its end since.
                    assertThat(Rotations.get().status(id)).isEmpty();
                }
            }
            Await.until(
                    () -> "the ends of " + Rotations.get().unfinished(),
                    () -> Rotations.get().unfinished().isEmpty());
            assertThat(newest("team-key").outcome()).isEqualTo(RotationState.DONE);
            assertThat(newest("stuck-key").outcome()).isEqualTo(RotationState.DONE);
            assertThat(newest("back-key").outcome()).isEqualTo(RotationState.ROLLED_BACK);
            assertThat(Rotations.get().history(id("team-key"))).hasSize(2);
            assertThat(stored(r.jenkins))
                    .contains("GLOBAL team-key " + recorded.key("ci-3"), "GLOBAL back-key " + BACK_KEY)
                    .doesNotContain("GLOBAL stuck-key " + STUCK_KEY);
            assertThat(sandbox.keyNames())
                    .contains("ci-3", "back", "stuck-2")
                    .doesNotContain("ci-2", "back-2", "stuck");
            assertNothingIsOld(r.jenkins);
        });
    }

    @Test
    void itIsKnownWhoUsedAKeyAndWhatIsLeft() throws Throwable {
        atRest(r -> {
            UsageRecords usage = UsageRecords.get();
            assertThat(usage.jobs("deploy", "folder-key"))
                    .containsExactly("deploy/binding", "deploy/step", "deploy/stopped", "deploy/masked");
            assertThat(usage.jobs("", "team-key")).containsExactly("free");
            Instant first = usage.firstUsed("deploy", "folder-key", "foldkey1").orElseThrow();
            assertThat(usage.lastUsed("deploy", "folder-key").orElseThrow()).isAfter(first);
            assertThat(usage.lastUsed("", "team-key", "teamkey1")).isPresent();

            assertThat(Leftovers.get().size()).isEqualTo(3);
            assertThat(Leftovers.get().lost())
                    .containsExactly(new Leftovers.Lost(
                            "gone", "/agent/workspace/lost@tmp/baseten-0123456789abcdef", "deploy/lost#1"));
        });
    }

    @Test
    void finishedBuildsShowWhatTheyShowed() throws Throwable {
        atRest(r -> {
            WorkflowRun masked = build("deploy/masked");
            List<String> arguments = new ArrayList<>();
            List<String> branches = new ArrayList<>();
            List<String> failures = new ArrayList<>();
            int blocks = 0;
            for (FlowNode node : new DepthFirstScanner().allNodes(masked.getExecution())) {
                ArgumentsAction parameters = node.getAction(ArgumentsAction.class);
                if (parameters != null && parameters.getArguments().get("message") instanceof String message) {
                    arguments.add(message);
                }
                ThreadNameAction branch = node.getAction(ThreadNameAction.class);
                if (branch != null) {
                    branches.add(branch.getThreadName());
                }
                ErrorAction failure = node.getAction(ErrorAction.class);
                if (failure != null) {
                    failures.add(failure.getError().toString());
                }
                blocks += node.getDisplayFunctionName().equals("withBaseten") ? 1 : 0;
            }
            assertThat(arguments).contains("after the block: ****");
            assertThat(branches).containsExactlyInAnyOrder("branch ****", "other");
            assertThat(failures).isNotEmpty().containsOnly("java.lang.Exception: failed with ****");
            assertThat(blocks).as("blocks that are called by their name").isEqualTo(2);
            assertThat(masked.getAction(HeldKeysAction.class).masker().mask("of " + FOLDER_KEY))
                    .isEqualTo("of ****");
            assertThat(build("deploy/stopped")
                            .getAction(InterruptedBuildAction.class)
                            .getCauses())
                    .extracting(cause -> cause.getShortDescription())
                    .containsExactly("Aborted by who types ****");

            FreeStyleProject free = r.jenkins.getItemByFullName("free", FreeStyleProject.class);
            assertThat(free.getBuildWrappersList().get(SecretBuildWrapper.class).getBindings())
                    .singleElement()
                    .isInstanceOfSatisfying(BasetenApiKeyBinding.class, binding -> {
                        assertThat(binding.getCredentialsId()).isEqualTo("team-key");
                        assertThat(binding.getRemote()).isEqualTo("prod");
                        assertThat(binding.getTeam()).isEqualTo("research");
                        assertThat(binding.isAllowUnknownRemote()).isTrue();
                    });
            assertThat(free.getLastBuild()
                            .getAction(HeldKeysAction.class)
                            .masker()
                            .mask("of " + TEAM_KEY))
                    .isEqualTo("of ****");
        });
    }

    @Test
    void allThatIsSavedAnewNamesClassesThatExist() throws Throwable {
        Path home = session.getHome().toPath();
        assertThat(names(home, file -> true))
                .as("what is recorded")
                .extracting(name -> name.substring(name.lastIndexOf('.') + 1))
                .contains(
                        "BasetenApiKeyBinding",
                        "BasetenApiKeyCredentialsImpl",
                        "BasetenConfiguration",
                        "HeldKeysAction$HeldKey",
                        "Leftovers$Place",
                        "LeftoversMonitor",
                        "MaskedArguments",
                        "MaskedLabel$BranchName",
                        "MaskingFailureHandler$MaskedCause",
                        "MaskingFailureHandler$MaskedException",
                        "RotationPolicy",
                        "Usage",
                        "UsageRecords",
                        "WithBasetenStep");
        makeOld(home);
        atRest(r -> {
            saveAll(r.jenkins);
            ClassLoader plugins = r.jenkins.getPluginManager().uberClassLoader;
            for (String name : names(home, file -> !isOld(file))) {
                assertThat(Class.forName(name, false, plugins).getPackageName())
                        .as("a class of the library is never stored")
                        .startsWith("io.jenkins.plugins.baseten");
            }
            assertThat(names(home, file -> !isOld(file))).hasSizeGreaterThan(8);
            assertNothingIsOld(r.jenkins);
        });
        session.then(r -> assertNothingIsOld(r.jenkins));
    }

    @Test
    void theBuildsGoOnToTheirEnds() throws Throwable {
        Path home = session.getHome().toPath();
        assertThat(loginDirectories(home)).hasSize(2);
        session.then(r -> {
            Await.until("the running builds", () -> Leases.of("foldkey1").isPresent());
            assertThat(Leases.of("foldkey1").orElseThrow())
                    .extracting(Lease::build)
                    .containsExactlyInAnyOrder("deploy/step#1", "deploy/binding#1");
            agents.start(r, "remote");
            for (String job : List.of("deploy/step", "deploy/binding")) {
                WorkflowRun run = build(job);
                r.assertBuildStatusSuccess(r.waitForCompletion(run));
                r.assertLogContains("has foldkey1 and ****", run);
                r.assertLogNotContains(FOLDER_KEY, run);
            }
            assertThat(Leases.of("foldkey1").orElseThrow()).isEmpty();
            assertThat(loginDirectories(home)).isEmpty();
            assertThat(Leftovers.get().size())
                    .as("without those of the lost agent")
                    .isEqualTo(1);
            assertNothingIsOld(r.jenkins);
        });
    }

    /** Nothing goes on: the agent is away, and the server is silent until the end. */
    private void atRest(JenkinsSessionExtension.Step step) throws Throwable {
        sandbox.fault(Fault.of(Fault.Kind.DELAY, null, "/v1/")
                .delay(Duration.ofDays(1))
                .times(100));
        session.then(r -> {
            try {
                step.run(r);
            } finally {
                sandbox.clearFaults();
            }
        });
    }

    /** Each build is looked at: a record that cannot be read is left out when its build is read, and noted. */
    private static void assertNothingIsOld(Jenkins jenkins) {
        for (Job<?, ?> job : jenkins.getAllItems(Job.class)) {
            assertThat(job.getLastBuild().getAllActions()).as(job.getFullName()).isNotEmpty();
        }
        assertThat(ExtensionList.lookupSingleton(OldDataMonitor.class).getData())
                .isEmpty();
    }

    private static void saveAll(Jenkins jenkins) throws IOException {
        jenkins.save();
        SystemCredentialsProvider.getInstance().save();
        BasetenConfiguration.get().save();
        Leftovers.get().save();
        UsageRecords.get().save();
        for (Item item : jenkins.getAllItems(Item.class)) {
            item.save();
        }
        for (Job<?, ?> job : jenkins.getAllItems(Job.class)) {
            for (Run<?, ?> run : job.getBuilds()) {
                run.save();
                if (run instanceof WorkflowRun pipeline && pipeline.isBuilding()) {
                    for (FlowNode node : new DepthFirstScanner().allNodes(pipeline.getExecution())) {
                        node.save();
                    }
                }
            }
        }
    }

    /** Gives all files a time at which nothing was saved. */
    private static void makeOld(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            }
        }
    }

    private static boolean isOld(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().equals(Instant.EPOCH);
    }

    private interface Choice {
        boolean takes(Path file) throws IOException;
    }

    /** The classes of ours that the files name. */
    private static Set<String> names(Path home, Choice choice) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".xml")).toList()) {
                if (choice.takes(file)) {
                    for (String line : Files.readAllLines(file)) {
                        Matcher found = CLASS.matcher(line.contains("<trace>") ? "" : line.replace("_-", "$"));
                        while (found.find()) {
                            names.add(found.group());
                        }
                    }
                }
            }
        }
        return names;
    }

    private static List<String> stored(ModelObject owner) {
        List<String> found = new ArrayList<>();
        for (Credentials credential : Fixtures.storeOf(owner).getCredentials(Domain.global())) {
            if (credential instanceof StringCredentials text) {
                found.add(credential.getScope() + " " + text.getId() + " "
                        + text.getSecret().getPlainText());
            }
        }
        return found;
    }

    private static List<BasetenApiKeyCredentialsImpl> ours() {
        return Fixtures.storeOf(Jenkins.get()).getCredentials(Domain.global()).stream()
                .filter(BasetenApiKeyCredentialsImpl.class::isInstance)
                .map(BasetenApiKeyCredentialsImpl.class::cast)
                .toList();
    }

    private static WorkflowRun build(String job) {
        return Jenkins.get().getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }

    private static PastRotation newest(String id) {
        return Rotations.get().history(id(id)).get(0);
    }

    private static KeyId id(String credentialsId) {
        return new KeyId("", credentialsId);
    }

    private String prefix(String name) throws IOException {
        String key = recorded.key(name);
        return key.substring(0, key.indexOf('.'));
    }
}

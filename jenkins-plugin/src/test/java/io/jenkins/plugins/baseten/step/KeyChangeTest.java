package io.jenkins.plugins.baseten.step;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.credential;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.model.Run;
import hudson.util.Secret;
import io.github.basetenci.testing.Await;
import io.github.basetenci.testing.CpuTime;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.leases.Leases;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A key that is replaced while a block runs is what the next command of the block gets. */
@WithJenkins
class KeyChangeTest {
    private static final String SHOWS_KEY = "sh 'set +x; echo \"variable ${BASETEN_API_KEY%%.*}\";"
            + " sed -n \"s/^api_key = /file /p\" \"$USER_TRUSSRC_PATH\" | cut -d. -f1;"
            + " sed -n \"s/.*\\\\(aBcD1234\\\\|zYxW9876\\\\)[.].*/json \\\\1/p\" \"$BASETEN_CONFIG_DIR/auth.json\"'";

    private static final String OLD = "variable aBcD1234\nfile aBcD1234\njson aBcD1234\n";
    private static final String NEW = "variable zYxW9876\nfile zYxW9876\njson zYxW9876\n";

    private static JenkinsRule r;

    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void nameTheJob(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void theNextCommandHasTheNewKeyInVariablesAndFiles() throws Exception {
        store(name, KEY, null);
        WorkflowRun run = started(pipeline(name, script()));
        r.assertLogContains(OLD, run);
        replaceKey(name, OTHER_KEY);
        finish(run);
        r.assertLogContains(NEW, run);
        assertNoKeyIn(run);
    }

    @Test
    void oneReplacementRightAfterAnotherIsNotLost() throws Exception {
        store(name, KEY, null);
        WorkflowRun run = started(pipeline(name, script()));
        for (int i = 0; i < 20; i++) {
            replaceKey(name, i % 2 == 0 ? OTHER_KEY : KEY);
        }
        replaceKey(name, OTHER_KEY);
        finish(run);
        r.assertLogContains(NEW, run);
        assertNoKeyIn(run);
    }

    @Test
    void aRunningCommandFindsTheNewKeyInTheFilesAndIsNotDisturbed() throws Exception {
        store(name, KEY, null);
        WorkflowRun run = pipeline(
                        name,
                        "node { withBaseten(credentialsId: '" + name + "') {",
                        "  sh 'echo is running; until grep -q zYxW9876 \"$USER_TRUSSRC_PATH\"; do sleep 0.1; done'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        r.waitForMessage("is running", run);
        replaceKey(name, OTHER_KEY);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
    }

    @Test
    void aKeyOfAFolderIsFollowedToo() throws Exception {
        Folder folder = r.createProject(Folder.class, name + "-folder");
        CredentialsStore store = StreamSupport.stream(
                        CredentialsProvider.lookupStores(folder).spliterator(), false)
                .filter(candidate -> candidate.getContext() == folder)
                .findFirst()
                .orElseThrow();
        Credentials before = credential(name, KEY, null);
        store.addCredentials(Domain.global(), before);
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(script(), true));
        WorkflowRun run = started(job);
        store.updateCredentials(Domain.global(), before, credential(name, OTHER_KEY, null));
        finish(run);
        r.assertLogContains(OLD, run);
        r.assertLogContains(NEW, run);
        assertNoKeyIn(run);
        assertTrue(folder.getProperties().get(FolderCredentialsProperty.class) != null);
    }

    @Test
    void aKeyThatComesByConfigurationAsCodeIsFollowedToo(@TempDir Path directory) throws Exception {
        configure(directory, KEY);
        WorkflowRun run = started(pipeline(name, script()));
        configure(directory, OTHER_KEY);
        finish(run);
        r.assertLogContains(OLD, run);
        r.assertLogContains(NEW, run);
        assertNoKeyIn(run);
    }

    private void configure(Path directory, String key) throws Exception {
        Path yaml = Files.writeString(directory.resolve("jenkins.yaml"), """
                credentials:
                  system:
                    domainCredentials:
                    - credentials:
                      - basetenApiKey:
                          scope: GLOBAL
                          id: %s
                          secret: "%s"
                """.formatted(name, key));
        ConfigurationAsCode.get().configure(yaml.toString());
    }

    @Test
    void whoDeletesACredentialStopsNoBuildThatHasItsKey() throws Exception {
        BasetenApiKeyCredentialsImpl credential = store(name, KEY, null);
        WorkflowRun run = started(pipeline(name, script()));
        CredentialsProvider.lookupStores(r.jenkins).iterator().next().removeCredentials(Domain.global(), credential);
        finish(run);
        assertEquals(2, count(r.getLog(run), OLD));
    }

    @Test
    void aThousandChangesOfStoresCostABlockNothing() throws Exception {
        Counting credential = new Counting(name);
        addToSystem(credential);
        WorkflowRun run = started(pipeline(name, script()));
        credential.lookups.set(0);
        int threads = Thread.activeCount();
        Duration cost = CpuTime.ofThisThread(() -> {
            for (int i = 0; i < 1000; i++) {
                hudson.model.listeners.SaveableListener.fireOnChange(SystemCredentialsProvider.getInstance(), null);
            }
            return null;
        });
        assertThat(cost, lessThan(Duration.ofSeconds(1)));
        assertThat(Thread.activeCount() - threads, lessThan(10));
        finish(run);
        r.assertBuildStatusSuccess(run);
        assertThat(credential.lookups.get(), lessThan(20));
    }

    @Test
    void commandsWithoutAChangeLookNothingUp() throws Exception {
        Counting credential = new Counting(name);
        addToSystem(credential);
        WorkflowRun run = pipeline(
                        name,
                        "node { withBaseten(credentialsId: '" + name + "') {",
                        "  semaphore '" + name + "'",
                        "  for (int i = 0; i < 50; i++) { if (env.BASETEN_PROFILE != 'baseten') { error 'no' } }",
                        "  sh 'true'",
                        "  sh 'true'",
                        "} }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        // What the store of the credential itself set off is over when nothing happens for a while.
        int before;
        do {
            before = credential.lookups.get();
            Thread.sleep(500);
        } while (credential.lookups.get() != before);
        credential.lookups.set(0);
        finish(run);
        assertThat(credential.lookups.get(), lessThanOrEqualTo(1));
    }

    /** A store outside of Jenkins may answer late. */
    @Test
    void aLookupThatEndsAfterTheBlockHoldsNoKey() throws Exception {
        Waiting credential = new Waiting(name);
        addToSystem(credential);
        WorkflowRun run = started(pipeline(
                name,
                "node { withBaseten(credentialsId: '" + name + "') { semaphore '" + name + "' } }",
                "semaphore '" + name + "'"));
        assertEquals(1, Leases.of("aBcD1234").orElseThrow().size());
        credential.gate = new CountDownLatch(1);
        try {
            hudson.model.listeners.SaveableListener.fireOnChange(SystemCredentialsProvider.getInstance(), null);
            Await.until("a lookup waits", () -> credential.waiting.get() > 0);
            SemaphoreStep.success(name + "/1", null);
            SemaphoreStep.waitForStart(name + "/2", run);
            assertEquals(0, Leases.of("aBcD1234").orElseThrow().size());
        } finally {
            credential.gate.countDown();
        }
        Await.until("the build has the key that the lookup found", () -> HeldKeysAction.of(run).usable().stream()
                .anyMatch(held -> held.reveal().equals(OTHER_KEY)));
        Await.until("nobody holds it", () -> Leases.of("zYxW9876").orElseThrow().isEmpty());
        SemaphoreStep.success(name + "/2", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
        assertNoKeyIn(run);
    }

    /** Lets a lookup wait, and then has another key. */
    public static final class Waiting extends BaseStandardCredentials implements StringCredentials {
        private static final long serialVersionUID = 1L;

        private final transient AtomicInteger waiting = new AtomicInteger();
        private transient volatile CountDownLatch gate;

        Waiting(String id) {
            super(CredentialsScope.GLOBAL, id, null);
        }

        @Override
        public Secret getSecret() {
            return Secret.fromString(gate == null ? KEY : OTHER_KEY);
        }

        @Override
        public Credentials forRun(Run<?, ?> context) {
            CountDownLatch closed = gate;
            if (closed != null) {
                waiting.incrementAndGet();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return this;
        }

        /** Its type. */
        @org.jvnet.hudson.test.TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    /** Counts how often builds look it up. */
    public static final class Counting extends BaseStandardCredentials implements StringCredentials {
        private static final long serialVersionUID = 1L;

        private final transient AtomicInteger lookups = new AtomicInteger();

        Counting(String id) {
            super(CredentialsScope.GLOBAL, id, null);
        }

        @Override
        public Secret getSecret() {
            return Secret.fromString(KEY);
        }

        @Override
        public Credentials forRun(Run<?, ?> context) {
            lookups.incrementAndGet();
            return this;
        }

        /** Its type. */
        @org.jvnet.hudson.test.TestExtension
        public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {}
    }

    private String script() {
        return String.join(
                "\n",
                "node { withBaseten(credentialsId: '" + name + "') {",
                "  " + SHOWS_KEY,
                "  semaphore '" + name + "'",
                "  " + SHOWS_KEY,
                "} }");
    }

    private WorkflowRun started(WorkflowJob job) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart(name + "/1", run);
        return run;
    }

    private void finish(WorkflowRun run) throws Exception {
        SemaphoreStep.success(name + "/1", null);
        r.assertBuildStatusSuccess(r.waitForCompletion(run));
    }

    private static void assertNoKeyIn(WorkflowRun run) throws Exception {
        r.assertLogNotContains(KEY.substring(9), run);
        r.assertLogNotContains(OTHER_KEY.substring(9), run);
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}

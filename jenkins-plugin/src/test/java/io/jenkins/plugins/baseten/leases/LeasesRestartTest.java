package io.jenkins.plugins.baseten.leases;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.OTHER_KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.replaceKey;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.listeners.ItemListener;
import io.github.basetenci.rotation.Drain.Verdict;
import io.jenkins.plugins.baseten.rotation.BuildDrain;
import io.jenkins.plugins.baseten.usage.UsageRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.log.LogStorage;
import org.jenkinsci.plugins.workflow.log.LogStorageFactory;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart in the middle of blocks loses none of those that hold a key. */
class LeasesRestartTest {
    private static final String PREFIX = KEY.substring(0, 8);
    private static final String OTHER_PREFIX = OTHER_KEY.substring(0, 8);

    private static final AtomicReference<Optional<List<Lease>>> WHILE_STARTING = new AtomicReference<>();

    private static final AtomicReference<Verdict> VERDICT = new AtomicReference<>();

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @Test
    void aBuildThatGoesOnHoldsItsKeysAsIfNothingWere() throws Throwable {
        Instant[] since = new Instant[1];
        Instant[] used = new Instant[1];
        session.then(r -> {
            store("team-key", KEY, null);
            store("other", OTHER_KEY, null);
            pipeline(
                            "blocks",
                            "withBaseten(credentialsId: 'team-key') {",
                            // A build with a result is asked differently whether it is over.
                            "  currentBuild.result = 'UNSTABLE'",
                            "  semaphore 'in'",
                            "  echo \"has ${env.BASETEN_API_KEY.take(8)}\"",
                            "  semaphore 'refreshed'",
                            "}",
                            "semaphore 'after'")
                    .scheduleBuild2(0)
                    .waitForStart();
            pipeline(
                            "whole",
                            "withCredentials([string(credentialsId: 'team-key', variable: 'K')]) { echo 'has it' }",
                            "withBaseten(credentialsId: 'other') { echo 'and lets go' }",
                            "semaphore 'whole'")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("in/1", null);
            SemaphoreStep.waitForStart("whole/1", null);
            since[0] = holder("blocks#1").since();
            used[0] = UsageRecords.get().lastUsed("", "team-key").orElseThrow();
        });
        session.then(r -> {
            // Not known, or known as a whole.
            assertThat(WHILE_STARTING.get().map(List::size)).isIn(Optional.empty(), Optional.of(2));
            assertThat(VERDICT.get().over()).isFalse();
            awaitKnown();
            assertThat(leases(PREFIX)).extracting(Lease::build).containsExactlyInAnyOrder("blocks#1", "whole#1");
            assertThat(holder("blocks#1").since()).isEqualTo(since[0]);
            assertThat(leases(OTHER_PREFIX)).isEmpty();
            assertThat(UsageRecords.get().lastUsed("", "team-key")).contains(used[0]);
            assertThat(UsageRecords.get().jobs("", "team-key")).containsExactlyInAnyOrder("blocks", "whole");
            replaceKey("team-key", OTHER_KEY);
            SemaphoreStep.success("in/1", null);
            SemaphoreStep.waitForStart("refreshed/1", null);
            assertThat(leases(PREFIX)).extracting(Lease::build).containsExactlyInAnyOrder("blocks#1", "whole#1");
            assertThat(leases(OTHER_PREFIX)).extracting(Lease::build).containsExactly("blocks#1");
        });
        session.then(r -> {
            awaitKnown();
            assertThat(leases(OTHER_PREFIX)).extracting(Lease::build).containsExactly("blocks#1");
            WorkflowRun blocks =
                    r.jenkins.getItemByFullName("blocks", WorkflowJob.class).getLastBuild();
            WorkflowRun whole =
                    r.jenkins.getItemByFullName("whole", WorkflowJob.class).getLastBuild();
            SemaphoreStep.success("refreshed/1", null);
            SemaphoreStep.waitForStart("after/1", null);
            assertThat(leases(OTHER_PREFIX)).isEmpty();
            assertThat(leases(PREFIX)).extracting(Lease::build).containsExactly("whole#1");
            SemaphoreStep.success("whole/1", null);
            r.waitForCompletion(whole);
            assertThat(leases(PREFIX)).isEmpty();
            SemaphoreStep.success("after/1", null);
            r.waitForCompletion(blocks);
            r.assertLogContains("has " + OTHER_PREFIX, blocks);
        });
    }

    /**
     * The thread that starts Jenkins finds the build loaded, although the thread that loads it has told
     * nobody yet.
     */
    @Test
    void aBuildThatAnotherThreadLoadsHoldsItsKeysAsSoonAsItCountsAsLoaded() throws Throwable {
        session.then(r -> {
            store("team-key", KEY, null);
            pipeline("blocks", "withBaseten(credentialsId: 'team-key') { semaphore 'early' }")
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("early/1", null);
        });
        SlowToTell.begin();
        try {
            session.then(r -> {
                SlowToTell.reached.await();
                awaitKnown();
                assertThat(leases(PREFIX)).extracting(Lease::build).containsExactly("blocks#1");
                SlowToTell.end();
                SemaphoreStep.success("early/1", null);
                r.waitForCompletion(
                        r.jenkins.getItemByFullName("blocks", WorkflowJob.class).getLastBuild());
                assertThat(leases(PREFIX)).isEmpty();
            });
        } finally {
            SlowToTell.end();
        }
    }

    /** Stops the thread that loads the build before anything of ours has heard of the build. */
    @TestExtension("aBuildThatAnotherThreadLoadsHoldsItsKeysAsSoonAsItCountsAsLoaded")
    public static final class SlowToTell implements LogStorageFactory {
        private static final String LOADER = "loads blocks#1";

        private static CountDownLatch reached = new CountDownLatch(0);
        private static CountDownLatch end = new CountDownLatch(0);

        private static void begin() {
            reached = new CountDownLatch(1);
            end = new CountDownLatch(1);
        }

        private static void end() {
            end.countDown();
        }

        @Override
        public LogStorage forBuild(FlowExecutionOwner owner) {
            if (Thread.currentThread().getName().equals(LOADER)) {
                reached.countDown();
                awaitUnlessInterrupted(end);
            }
            return null;
        }
    }

    /** Runs before the thread of the start looks for builds that go on. */
    @TestExtension("aBuildThatAnotherThreadLoadsHoldsItsKeysAsSoonAsItCountsAsLoaded")
    public static final class Loader extends ItemListener {
        @Override
        public void onLoaded() {
            WorkflowJob job = Jenkins.get().getItemByFullName("blocks", WorkflowJob.class);
            if (job != null) {
                new Thread(() -> job.getBuildByNumber(1), SlowToTell.LOADER).start();
                awaitUnlessInterrupted(SlowToTell.reached);
            }
        }
    }

    private static void awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Lease holder(String build) {
        return leases(PREFIX).stream()
                .filter(lease -> lease.build().equals(build))
                .findFirst()
                .orElseThrow();
    }

    private static List<Lease> leases(String prefix) {
        return Leases.of(prefix).orElseThrow();
    }

    private static void awaitKnown() throws InterruptedException {
        while (Leases.of(PREFIX).isEmpty()) {
            Thread.sleep(20);
        }
    }

    /** Asks when all jobs are there and their running builds are not. */
    @TestExtension
    public static final class Early extends ItemListener {
        @Override
        public void onLoaded() {
            WHILE_STARTING.set(Leases.of(PREFIX));
            InstantSource clock = InstantSource.fixed(Instant.EPOCH.plus(Duration.ofHours(2)));
            VERDICT.set(new BuildDrain(Duration.ofHours(1), Duration.ofHours(3), clock).ask(PREFIX, Instant.EPOCH));
        }
    }
}

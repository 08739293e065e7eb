package io.jenkins.plugins.baseten.rotation;

import static io.jenkins.plugins.baseten.Fixtures.KEY;
import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.rotation.Drain.Verdict;
import io.jenkins.plugins.baseten.leases.Leases;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BuildDrainTest {
    private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration DEADLINE = Duration.ofHours(24);

    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        r = rule;
        store("team-key", KEY, null);
        while (Leases.of("").isEmpty()) {
            Thread.sleep(20);
        }
    }

    @Test
    void aKeyThatNobodyUsesLivesOnForTheOverlapAndNoLonger() {
        assertThat(ask("unused", OVERLAP.minusMillis(1))).isEqualTo(new Verdict(false, "until 2026-03-01T11:00:00Z"));
        assertThat(ask("unused", OVERLAP)).isEqualTo(new Verdict(true, "until now, when no running build uses it"));
    }

    @Test
    void withoutAnOverlapThereIsTimeForABuildThatHasJustReadTheKey() {
        BuildDrain drain = new BuildDrain(Duration.ZERO, DEADLINE, at(Duration.ofSeconds(4)));
        assertThat(drain.ask("unused", SINCE)).isEqualTo(new Verdict(false, "until 2026-03-01T10:00:05Z"));
        assertThat(new BuildDrain(Duration.ZERO, DEADLINE, at(Duration.ofSeconds(5)))
                        .ask("unused", SINCE)
                        .over())
                .isTrue();
    }

    @Test
    void aClockThatWasPutBackRevokesNothing() {
        assertThat(ask("unused", Duration.ofDays(-1)).over()).isFalse();
    }

    @Test
    void aKeyThatBuildsUseLivesOnUntilTheyLetGoOrTheDeadline() throws Exception {
        String prefix = KEY.substring(0, 8);
        WorkflowJob job = pipeline("holds", "withBaseten(credentialsId: 'team-key') { semaphore 'in' }");
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("in/1", first);
        assertThat(ask(prefix, OVERLAP))
                .isEqualTo(new Verdict(
                        false, "until 1 running build that uses it lets go of it, or until 2026-03-02T10:00:00Z"));
        WorkflowRun second = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("in/2", second);
        assertThat(ask(prefix, DEADLINE.minusMillis(1)))
                .isEqualTo(new Verdict(
                        false, "until 2 running builds that use it let go of it, or until 2026-03-02T10:00:00Z"));
        assertThat(ask(prefix, DEADLINE))
                .isEqualTo(
                        new Verdict(true, "until the deadline, which has passed while 2 running builds still use it"));
        SemaphoreStep.success("in/1", null);
        SemaphoreStep.success("in/2", null);
        r.waitForCompletion(first);
        r.waitForCompletion(second);
        assertThat(ask(prefix, OVERLAP).over()).isTrue();
    }

    private static Verdict ask(String prefix, Duration after) {
        return new BuildDrain(OVERLAP, DEADLINE, at(after)).ask(prefix, SINCE);
    }

    private static InstantSource at(Duration after) {
        return InstantSource.fixed(SINCE.plus(after));
    }
}

package io.jenkins.plugins.baseten.leases;

import static io.jenkins.plugins.baseten.Fixtures.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import hudson.util.Secret;
import io.github.basetenci.key.Masker;
import io.github.basetenci.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The tokens of a build are masked and encrypted while it runs, and gone afterwards. */
class HeldTokensTest {
    private static final String TOKEN = "sbx-token-0123456789abcdefghijklmnopqrstuvwxyz";

    /** The token as an expression of a script, which Jenkins stores with the build. */
    private static final String SCRIPTED = "'" + TOKEN.substring(0, 20) + "' + '" + TOKEN.substring(20) + "'";

    private static final String OTHER_TOKEN = "sbx-token-zyxwvutsrqponmlkjihgfedcba9876543210";
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final Instant END = NOW.plusSeconds(3600);

    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    @Test
    void aTokenIsMaskedUntilTheBuildEndsAlsoAfterARestart() throws Throwable {
        session.then(r -> {
            WorkflowRun run = pipeline(
                            "job",
                            "semaphore 'in'",
                            "echo 'first ' + " + SCRIPTED,
                            "semaphore 'restarted'",
                            "echo 'then ' + " + SCRIPTED)
                    .scheduleBuild2(0)
                    .waitForStart();
            SemaphoreStep.waitForStart("in/1", run);
            HeldKeysAction.of(run).holdToken(Secret.fromString(TOKEN), END, NOW);
            assertThat(recordOf(run)).contains("HeldToken").doesNotContain(TOKEN);
            assertThat(LiveBuilds.leases(TOKEN)).isEmpty();
            SemaphoreStep.success("in/1", null);
            SemaphoreStep.waitForStart("restarted/1", run);
        });
        session.then(r -> {
            WorkflowRun run =
                    r.jenkins.getItemByFullName("job", WorkflowJob.class).getLastBuild();
            SemaphoreStep.success("restarted/1", null);
            r.waitForCompletion(run);
            r.assertLogContains("first ****", run);
            r.assertLogContains("then ****", run);
            // The build is finalized a moment after it counts as complete.
            Await.until("the record without tokens", () -> !recordOf(run).contains("HeldToken"));
        });
    }

    @Test
    void aTokenLeavesTheRecordAnHourAfterItsEnd() throws Throwable {
        session.then(r -> {
            WorkflowRun run =
                    pipeline("job", "semaphore 'in'").scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("in/1", run);
            HeldKeysAction action = HeldKeysAction.of(run);
            action.holdToken(Secret.fromString(TOKEN), END, NOW);
            action.holdToken(Secret.fromString(OTHER_TOKEN), END, END.plus(Duration.ofHours(1)));
            assertThat(masked(run, TOKEN)).isEqualTo(Masker.MASK);
            action.holdToken(
                    Secret.fromString(OTHER_TOKEN),
                    END.plusSeconds(1),
                    END.plus(Duration.ofHours(1)).plusMillis(1));
            assertThat(masked(run, TOKEN)).isEqualTo(TOKEN);
            assertThat(masked(run, OTHER_TOKEN)).isEqualTo(Masker.MASK);
            SemaphoreStep.success("in/1", null);
            r.waitForCompletion(run);
        });
    }

    @Test
    void anIdentityTokenLeavesTheRecordFiveMinutesAfterItsEnd() throws Throwable {
        session.then(r -> {
            WorkflowRun run =
                    pipeline("job", "semaphore 'in'").scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("in/1", run);
            HeldKeysAction action = HeldKeysAction.of(run);
            action.holdIdentityToken(Secret.fromString(TOKEN), END, NOW);
            action.holdToken(Secret.fromString(OTHER_TOKEN), END, END.plus(Duration.ofMinutes(5)));
            assertThat(masked(run, TOKEN)).isEqualTo(Masker.MASK);
            action.holdToken(
                    Secret.fromString(OTHER_TOKEN),
                    END.plusSeconds(1),
                    END.plus(Duration.ofMinutes(5)).plusMillis(1));
            assertThat(masked(run, TOKEN)).isEqualTo(TOKEN);
            SemaphoreStep.success("in/1", null);
            r.waitForCompletion(run);
        });
    }

    /** The exchange of a build that was stopped may end after the build. */
    @Test
    void aTokenThatComesAfterTheEndOfTheBuildIsNotKept() throws Throwable {
        session.then(r -> {
            WorkflowRun run =
                    r.assertBuildStatusSuccess(pipeline("job", "echo 'done'").scheduleBuild2(0));
            HeldKeysAction.of(run).holdToken(Secret.fromString(TOKEN), END, NOW);
            assertThat(recordOf(run)).contains("HeldKeysAction").doesNotContain("HeldToken");
        });
    }

    private static String masked(Run<?, ?> run, String text) {
        return LiveBuilds.masker(run).mask(text);
    }

    private static String recordOf(Run<?, ?> run) throws Exception {
        return Files.readString(Path.of(run.getRootDir().getPath(), "build.xml"));
    }
}

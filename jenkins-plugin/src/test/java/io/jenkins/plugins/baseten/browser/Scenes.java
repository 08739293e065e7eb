package io.jenkins.plugins.baseten.browser;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.domains.Domain;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.Fault;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.ShiftedClock;
import io.jenkins.plugins.baseten.Fixtures;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKeys;
import io.jenkins.plugins.baseten.keys.KeyRow;
import io.jenkins.plugins.baseten.keys.KeyRows;
import io.jenkins.plugins.baseten.pages.KeyWorld;
import io.jenkins.plugins.baseten.rotation.Rotations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A controller with a key in each state that a page can show, long names, and no key in one folder. The keys of each
 * credential are in a workspace of their own.
 */
final class Scenes implements AutoCloseable {
    static final String LONG = "the-key-of-a-team-whose-name-is-longer-than-any-column-and-without-a-blank"
            + "_and_underscores_that_no_browser_breaks_by_itself";

    private final JenkinsRule jenkins;
    private final List<KeyWorld> worlds = new ArrayList<>();
    private final Map<String, String> pages = new LinkedHashMap<>();

    Scenes(JenkinsRule jenkins) throws Exception {
        this.jenkins = jenkins;
        jenkins.createProject(Folder.class, "nothing");
        pages.put("keys", "manage/baseten-keys/");
        pages.put("empty", "job/nothing/baseten-keys/");
        pages.put("manage", "manage/");

        KeyWorld old = world("a-key-that-nobody-uses", Duration.ofDays(200), Duration.ofDays(94));
        add(old, "unused");
        KeyWorld none = world(LONG, Duration.ofDays(3));
        BasetenConfiguration.get().removeRotationPolicy("", LONG);
        add(none, "no-policy");

        KeyWorld done = world("deploy-key", Duration.ofDays(80));
        policy(done, 0, 168);
        Rotations.get().rotate(done.id);
        done.awaitEnd(1);
        policy(done, 1, 1);
        add(done, "history");

        KeyWorld draining = world("train-key", Duration.ofDays(90));
        policy(draining, 0, 168);
        WorkflowRun build = Fixtures.pipeline(
                        "train-" + LONG, "node { withBaseten(credentialsId: 'train-key') { semaphore 'train' } }")
                .scheduleBuild2(0)
                .waitForStart();
        SemaphoreStep.waitForStart("train/1", build);
        Rotations.get().rotate(draining.id);
        draining.awaitState(RotationState.DRAINING);
        add(draining, "draining");

        KeyWorld overlap = world("serving-key", Duration.ofDays(90));
        policy(overlap, 2, 24);
        Rotations.get().rotate(overlap.id);
        overlap.awaitState(RotationState.DRAINING);
        add(overlap, "overlap");

        KeyWorld back = world("export-key", Duration.ofDays(90));
        Rotations.get().rotate(back.id);
        back.awaitState(RotationState.DRAINING);
        Rotations.get().abort(back.id, null);
        back.awaitWayBack();
        add(back, "back");

        KeyWorld stopped = world("stopped-key", Duration.ofDays(90));
        stopped.createSuccessor();
        // A plan may use a list of the last minute, which has no such key yet.
        Rotations.get().checkDue();
        Rotations.get().rotate(stopped.id);
        stopped.awaitStop();
        add(stopped, "stopped");

        KeyWorld lost = world("lost-key", Duration.ofDays(90));
        Rotations.get().rotate(lost.id);
        lost.awaitState(RotationState.DRAINING);
        Fixtures.storeOf(jenkins.jenkins)
                .removeCredentials(
                        Domain.global(),
                        StoredKeys.in("").stream()
                                .filter(key -> key.id().equals(lost.id))
                                .findFirst()
                                .orElseThrow()
                                .credential());
        add(lost, "lost");

        KeyWorld retrying = world("retrying-key", Duration.ofDays(90));
        retrying.sandbox.fault(Fault.status("GET", "/v1/api_keys", 503, "{}").times(10_000));
        Rotations.get().rotate(retrying.id);
        retrying.awaitStop();
        add(retrying, "retrying");
    }

    private void add(KeyWorld world, String name) {
        pages.put(name, KeyRows.of(world.id).get(0).url());
    }

    /** A key that was created some time ago. Baseten tells that at a check. */
    private KeyWorld world(String name, Duration age) throws Exception {
        return world(name, age, null);
    }

    private KeyWorld world(String name, Duration age, Duration lastUse) throws Exception {
        ShiftedClock clock = new ShiftedClock(age.negated());
        KeyWorld world =
                new KeyWorld(name, jenkins.jenkins, SandboxOptions.defaults().withClock(clock));
        worlds.add(world);
        BasetenConfiguration.get()
                .setTrustedUrls(worlds.stream()
                        .map(each -> each.sandbox.url().toString())
                        .collect(Collectors.joining("\n")));
        if (lastUse != null) {
            clock.ahead = lastUse.negated();
            BasetenClients.open(
                            TrustedUrl.of(RemoteUrl.parse(world.sandbox.url().toString())), world.oldKey)
                    .apiKeys();
        }
        clock.ahead = Duration.ZERO;
        Rotations.get().checkDue();
        return world;
    }

    private static void policy(KeyWorld world, int overlapHours, int deadlineHours) {
        RotationPolicy policy = new RotationPolicy(world.id.credentialsId(), world.id.credentialsId() + "-minting");
        policy.setIntervalDays(90);
        policy.setOverlapHours(overlapHours);
        policy.setDeadlineHours(deadlineHours);
        BasetenConfiguration.get().putRotationPolicy(policy);
    }

    /** The address of each page, relative to the root of Jenkins, by the name of its scene. */
    Map<String, String> pages() {
        return pages;
    }

    KeyWorld world(String name) {
        return worlds.stream()
                .filter(each -> each.id.equals(new KeyId("", name)))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of the keys with an unfinished rotation. */
    static List<KeyRow> unfinished() {
        return KeyRows.everywhere().stream().filter(KeyRow::isUnfinished).toList();
    }

    @Override
    public void close() throws Exception {
        SemaphoreStep.success("train/1", null);
        jenkins.waitUntilNoActivity();
        for (KeyWorld world : worlds) {
            world.close();
        }
    }
}

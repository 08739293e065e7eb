package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.RequestEntry;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.testing.CpuTime;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.config.RotationPolicy;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentialsImpl;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Which rotations begin by themselves, and what it costs to know. */
@WithJenkins
class DueCheckTest {
    private static JenkinsRule r;

    private String name;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @BeforeEach
    void nameTheCredential(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void forgetPolicies() {
        BasetenConfiguration.get().setRotationPolicies(List.of());
    }

    private RotationRig rig(int days) throws Exception {
        RotationRig rig = new RotationRig(name);
        rig.policy.setIntervalDays(days);
        rig.usePolicy();
        return rig;
    }

    @Test
    void aKeyIsDueWhenItHasServedItsIntervalSinceItWasFirstSeen() throws Exception {
        try (RotationRig rig = rig(30)) {
            Rotations.get().checkDue();
            assertThat(Rotations.get().keySince(rig.id)).contains(rig.now);
            assertThat(Rotations.get().nextDue(rig.id)).contains(rig.now.plus(Duration.ofDays(30)));
            assertThat(Rotations.get().upstream(rig.id).orElseThrow().name()).isEqualTo("ci");
            assertThat(Rotations.get().checkedAt(rig.id)).contains(rig.now);
            assertThat(Rotations.get().checkProblem(rig.id)).isEmpty();

            rig.now = rig.now.plus(Duration.ofDays(30)).minusSeconds(1);
            Rotations.get().checkDue();
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            rig.now = rig.now.plusSeconds(1);
            Rotations.get().checkDue();
            PastRotation past = rig.ended(0);
            assertThat(past.outcome()).isEqualTo(RotationState.DONE);
            assertThat(past.by()).isEqualTo("SYSTEM");
            assertThat(Rotations.get().nextDue(rig.id)).contains(rig.now.plus(Duration.ofDays(30)));
            Rotations.get().checkDue();
            assertThat(Rotations.get().status(rig.id)).isEmpty();
        }
    }

    /** Else a key would be rotated late by as long as nobody knew of it. */
    @Test
    void aKeyThatIsOlderThanItsIntervalWhenItIsFirstSeenIsDueAtOnce() throws Exception {
        try (RotationRig rig = rig(30)) {
            Instant created = rig.now;
            rig.now = rig.now.plus(Duration.ofDays(29));
            Rotations.get().checkDue();
            assertThat(Rotations.get().nextDue(rig.id)).contains(created.plus(Duration.ofDays(30)));
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            rig.now = rig.now.plus(Duration.ofDays(1));
            Rotations.get().checkDue();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(Rotations.get().nextDue(rig.id)).contains(rig.now.plus(Duration.ofDays(30)));
        }
    }

    @Test
    void aKeyWithoutIntervalIsNeverDue() throws Exception {
        try (RotationRig rig = rig(0)) {
            Rotations.get().checkDue();
            rig.now = rig.now.plus(Duration.ofDays(10_000));
            Rotations.get().checkDue();
            assertThat(Rotations.get().nextDue(rig.id)).isEmpty();
            assertThat(Rotations.get().status(rig.id)).isEmpty();
        }
    }

    @Test
    void whatWasRolledBackIsTriedAgainADayLater() throws Exception {
        try (RotationRig rig = rig(1)) {
            Rotations.get().checkDue();
            rig.overlap(1);
            rig.now = rig.now.plus(Duration.ofDays(1));
            Rotations.get().checkDue();
            rig.at(RotationState.DRAINING);
            Rotations.get().abort(rig.id, null);
            rig.status(status -> status.record().rollingBack() && !status.working());
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
            Rotations.get().checkDue();
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            assertThat(Rotations.get().nextDue(rig.id)).contains(rig.now.plus(Duration.ofDays(1)));
            rig.now = rig.now.plus(Duration.ofDays(1));
            Rotations.get().checkDue();
            rig.at(RotationState.DRAINING);
        }
    }

    @Test
    void nothingBeginsWhileJenkinsIsAboutToShutDown() throws Exception {
        try (RotationRig rig = rig(1)) {
            Rotations.get().checkDue();
            rig.now = rig.now.plus(Duration.ofDays(1));
            r.jenkins.doQuietDown();
            Rotations.get().checkDue();
            assertThat(Rotations.get().status(rig.id)).isEmpty();
            assertThat(Rotations.get().history(rig.id)).isEmpty();
            r.jenkins.doCancelQuietDown();
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
        }
    }

    @Test
    void aKeyThatIsGoneUpstreamIsSaidAndNotRotated() throws Exception {
        try (RotationRig rig = rig(1)) {
            Rotations.get().checkDue();
            rig.admin().deleteApiKey(rig.oldKey.prefix());
            rig.now = rig.now.plus(Duration.ofDays(2));
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id))
                    .isEqualTo("the server does not list the key " + rig.oldKey.prefix() + "; store a key that works");
            assertThat(Rotations.get().status(rig.id)).isEmpty();
        }
    }

    @Test
    void aWorkspaceThatCannotBeAskedIsSaidOfEachOfItsKeys() throws Exception {
        try (RotationRig rig = rig(1)) {
            rig.sandbox.close();
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id)).contains("127.0.0.1");
            BasetenConfiguration.get().setRotationPolicies(List.of(new RotationPolicy(name, "no-minting")));
            Rotations.get().checkDue();
            assertThat(Rotations.get().checkProblem(rig.id)).contains("no minting credential no-minting");
        }
    }

    /** The keys are all due, and begin a few at a time. */
    @Test
    void aThousandPoliciesCostOneQuestionForEachOfTwoWorkspaces() throws Exception {
        int keys = 1000;
        SandboxOptions options = SandboxOptions.defaults();
        for (int i = 0; i < keys; i++) {
            options = options.withKey(key(i), KeyType.WORKSPACE_MANAGE_ALL, null, "key" + i);
        }
        try (RotationRig rig = rig(0);
                Sandbox one = TimedSandbox.start(options, () -> rig.now);
                Sandbox other = TimedSandbox.start(options, () -> rig.now)) {
            BasetenConfiguration.get().setTrustedUrls(one.url() + "\n" + other.url());
            List<com.cloudbees.plugins.credentials.Credentials> credentials = new ArrayList<>();
            List<RotationPolicy> policies = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                String url = (i % 2 == 0 ? one : other).url().toString();
                BasetenApiKeyCredentialsImpl credential = new BasetenApiKeyCredentialsImpl(
                        CredentialsScope.GLOBAL, "many" + i, null, Secret.fromString(key(i)));
                credential.setRemoteUrl(url);
                credentials.add(credential);
                RotationPolicy policy = new RotationPolicy("many" + i, i % 2 == 0 ? "mint-one" : "mint-other");
                policy.setIntervalDays(1);
                policies.add(policy);
            }
            var map = SystemCredentialsProvider.getInstance().getDomainCredentialsMap();
            map.get(Domain.global()).addAll(credentials);
            SystemCredentialsProvider.getInstance().save();
            RotationRig.storeMinting(
                    "mint-one",
                    one.key(KeyType.WORKSPACE_MANAGE_API_KEYS),
                    CredentialsScope.SYSTEM,
                    one.url().toString());
            RotationRig.storeMinting(
                    "mint-other",
                    other.key(KeyType.WORKSPACE_MANAGE_API_KEYS),
                    CredentialsScope.SYSTEM,
                    other.url().toString());
            BasetenConfiguration.get().setRotationPolicies(policies);

            Rotations.get().checkDue();
            one.clearRequests();
            other.clearRequests();
            Duration cost = CpuTime.ofThisThread(() -> {
                Rotations.get().checkDue();
                return null;
            });
            for (Sandbox workspace : List.of(one, other)) {
                assertThat(workspace.requests())
                        .extracting(RequestEntry::method, RequestEntry::path)
                        .containsExactly(org.assertj.core.api.Assertions.tuple("GET", "/v1/api_keys"));
            }
            assertThat(cost).isLessThan(Duration.ofSeconds(5));
            for (int i = 0; i < keys; i++) {
                assertThat(Rotations.get()
                                .upstream(new KeyId("", "many" + i))
                                .orElseThrow()
                                .name())
                        .isEqualTo("key" + i);
            }

            rig.now = rig.now.plus(Duration.ofDays(1));
            Rotations.get().checkDue();
            assertThat(policies.stream().filter(policy -> isBegun(KeyId.of(policy))))
                    .hasSizeBetween(1, Rotations.STARTS);
        }
    }

    private static boolean isBegun(KeyId id) {
        return Rotations.get().status(id).isPresent()
                || !Rotations.get().history(id).isEmpty();
    }

    private static String key(int i) {
        return "p%07d.0123456789abcdefghijKLMNOPQRST%04d".formatted(i, i);
    }

    @Test
    void whoeverHasTheNameAlreadyStopsTheRotationUntilAPersonDecides() throws Exception {
        try (RotationRig rig = rig(0);
                LogRecorder log = new LogRecorder()
                        .record(Audit.class.getPackageName(), Level.WARNING)
                        .capture(10)) {
            ApiKey theirs = rig.create("ci-2");
            Rotations.get().rotate(rig.id);
            RotationStatus status = rig.stopped();
            assertThat(status.unclaimedKey()).isEqualTo(theirs.prefix());
            assertThat(status.nextAttempt()).isNull();
            assertThat(status.problem()).contains("taken by 'ci-2' (" + theirs.prefix() + ")", "nothing was changed");
            assertThat(log.getMessages()).anyMatch(line -> line.contains("stopped: the name of the new key"));
            rig.now = rig.now.plus(Duration.ofDays(1));
            Rotations.get().tick();
            assertThat(rig.works(theirs)).isTrue();
            assertThat(rig.stored()).isEqualTo(rig.oldKey);

            Rotations.get().resume(rig.id, theirs.prefix());
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(rig.works(theirs)).isFalse();
            assertThat(rig.line()).containsExactly("ci-2");
        }
    }

    @Test
    void whoGivesUpLeavesTheOtherRotationAlone() throws Exception {
        try (RotationRig rig = rig(0)) {
            ApiKey theirs = rig.create("ci-2");
            Rotations.get().rotate(rig.id);
            rig.stopped();
            Rotations.get().abort(rig.id, null);
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.ROLLED_BACK);
            assertThat(rig.works(theirs)).isTrue();
            assertThat(rig.stored()).isEqualTo(rig.oldKey);
        }
    }
}

package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.PastRotation;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.sandbox.RequestEntry;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An old key that somebody outside of Jenkins uses lives on until he stops, or until the deadline. */
@WithJenkins
class QuietRotationTest {
    @BeforeAll
    static void start(JenkinsRule rule) {
        assertThat(rule.jenkins).isNotNull();
    }

    private static RotationRig rig(String name) throws Exception {
        RotationRig rig = new RotationRig(name);
        rig.policy.setQuietForHours(2);
        rig.policy.setDeadlineHours(24);
        rig.usePolicy();
        return rig;
    }

    private static void use(RotationRig rig, ApiKey key) throws Exception {
        BasetenClients.open(TrustedUrl.of(RemoteUrl.parse(rig.url)), key).me();
    }

    private static RotationStatus after(RotationRig rig, Duration time) throws Exception {
        rig.now = rig.now.plus(time);
        Rotations.get().tick();
        return rig.at(RotationState.DRAINING);
    }

    @Test
    void anOldKeyInUseLivesOnUntilNobodyHasUsedItForTheTimeOfThePolicy() throws Exception {
        try (RotationRig rig = rig("used")) {
            use(rig, rig.oldKey);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            after(rig, Duration.ofMinutes(119));
            use(rig, rig.oldKey);
            after(rig, Duration.ofMinutes(1));
            after(rig, Duration.ofMinutes(11));
            String clause = "until nobody has used it for 2 hours (it was last used 12 minutes ago), at the latest"
                    + " until 2026-08-19T10:00:00Z";
            rig.status(status -> status.waitsFor().equals(clause));
            assertThat(rig.works(rig.oldKey)).isTrue();
            rig.now = rig.now.plus(Duration.ofMinutes(108));
            Rotations.get().tick();
            PastRotation past = rig.ended(0);
            assertThat(past.outcome()).isEqualTo(RotationState.DONE);
            assertThat(past.note()).isEmpty();
            assertThat(rig.works(rig.oldKey)).isFalse();
        }
    }

    @Test
    void theDeadlineEndsTheWaitAndTheHistorySaysWhatMayBreak() throws Exception {
        try (RotationRig rig = rig("late")) {
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            after(rig, Duration.ofHours(23));
            use(rig, rig.oldKey);
            rig.now = rig.now.plus(Duration.ofHours(1));
            Rotations.get().tick();
            assertThat(rig.ended(0).note())
                    .contains("was last used 60 minutes ago; it is revoked at the deadline, and whoever still uses it");
        }
    }

    /** Each such call would be the next use of the key. */
    @Test
    void neitherChecksNorRotationsSignInWithAKeyThatTheyWatch() throws Exception {
        try (RotationRig rig = rig("watched")) {
            use(rig, rig.oldKey);
            rig.sandbox.clearRequests();
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            for (int hour = 0; hour < 5; hour++) {
                rig.now = rig.now.plus(Duration.ofMinutes(20));
                Rotations.get().checkDue();
                Rotations.get().tick();
                Rotations.get().status(rig.id);
            }
            rig.now = rig.now.plus(Duration.ofHours(2));
            Rotations.get().tick();
            rig.ended(0);
            assertThat(rig.sandbox.requests())
                    .isNotEmpty()
                    .extracting(RequestEntry::keyPrefix)
                    .doesNotContain(rig.oldKey.prefix());
        }
    }
}

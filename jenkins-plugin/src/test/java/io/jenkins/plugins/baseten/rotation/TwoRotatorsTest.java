package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.api.Sleeper;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.Journal;
import io.github.basetenci.rotation.KeyServer;
import io.github.basetenci.rotation.LocalLogins;
import io.github.basetenci.rotation.NewKeyStorage;
import io.github.basetenci.rotation.Overlap;
import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import io.github.basetenci.rotation.RotationState;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.sandbox.KeyType;
import io.jenkins.plugins.baseten.config.BasetenClients;
import io.jenkins.plugins.baseten.config.TrustedUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Another machine, with a journal, a holder and a place of its own, has the same key and rotates it too. */
@WithJenkins
class TwoRotatorsTest {
    private static final Duration OVERLAP = Duration.ofHours(1);

    private static JenkinsRule r;

    @BeforeAll
    static void start(JenkinsRule rule) {
        r = rule;
    }

    @Test
    void oneWinsAndTheOtherSaysWhyAndHasChangedNothing() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        List<String> winners = new ArrayList<>();
        // Whoever won begins later in the next round, so that they meet closely.
        int lead = 0;
        for (int round = 0; round < 16 || !winners.containsAll(List.of("other", "controller")); round++) {
            try (RotationRig rig = new RotationRig("both" + round)) {
                rig.overlap(1);
                Other other = new Other(rig);
                CyclicBarrier begin = new CyclicBarrier(2);
                int theirWait = Math.max(0, lead);
                int ourWait = Math.max(0, -lead);
                Future<String> theirs = threads.submit(() -> {
                    begin.await();
                    Thread.sleep(theirWait);
                    return other.start();
                });
                begin.await();
                Thread.sleep(ourWait);
                Rotations.get().rotate(rig.id);
                String problem = theirs.get();
                if (problem.isEmpty()) {
                    winners.add("other");
                    lead += 10;
                    assertThat(why(rig)).contains("taken by 'ci-2'").contains(other.present.prefix());
                    assertThat(rig.stored()).isEqualTo(rig.oldKey);
                } else {
                    winners.add("controller");
                    lead -= 10;
                    assertThat(problem).contains("taken by 'ci-2'");
                    rig.at(RotationState.DRAINING);
                    assertThat(rig.stored()).isNotEqualTo(rig.oldKey);
                    assertThat(other.present).isEqualTo(rig.oldKey);
                }
                assertThat(rig.line()).containsExactly("ci", "ci-2");
                assertThat(rig.works(rig.stored())).isTrue();
                assertThat(rig.works(other.present)).isTrue();
            }
        }
        threads.shutdown();
    }

    /** Refused after the plan it is at its end; before, a person may decide about the other key. */
    private static String why(RotationRig rig) throws Exception {
        rig.await(() -> Rotations.get()
                .status(rig.id)
                .map(status -> status.unclaimedKey() != null && !status.working())
                .orElse(true));
        return Rotations.get()
                .status(rig.id)
                .map(RotationStatus::problem)
                .orElseGet(() -> Rotations.get().history(rig.id).get(0).note());
    }

    /** The other machine, in memory. */
    private static final class Other implements NewKeyStorage, Target {
        private final RotationRig rig;
        private ApiKey held;
        private ApiKey present;

        Other(RotationRig rig) {
            this.rig = rig;
            this.present = rig.oldKey;
        }

        /** Why it was refused, or the empty string. */
        String start() throws Exception {
            RemoteUrl url = RemoteUrl.parse(rig.url);
            TrustedUrl trusted = TrustedUrl.of(url);
            Rotation rotation = new Rotation(
                    KeyServer.at(url.managementUrl(), key -> BasetenClients.open(trusted, key)),
                    ApiKey.of(rig.sandbox.key(KeyType.WORKSPACE_MANAGE_API_KEYS)),
                    new RotationSettings(
                            new MemoryJournal(),
                            this,
                            List.of(this),
                            LocalLogins.NONE,
                            new Overlap(OVERLAP, () -> rig.now),
                            1,
                            new RotationSettings.Surroundings(() -> rig.now, Sleeper.SYSTEM, note -> {})));
            try {
                rotation.start(new RotationRequest(rig.oldKey.prefix(), false, OVERLAP));
                return "";
            } catch (RotationException e) {
                return e.getMessage();
            }
        }

        @Override
        public String name() {
            return "other";
        }

        @Override
        public Optional<ApiKey> load() {
            return Optional.ofNullable(held);
        }

        @Override
        public void save(ApiKey key) {
            held = key;
        }

        @Override
        public void clear() {
            held = null;
        }

        @Override
        public void check(String oldPrefix) {
            // Nothing can be wrong with it.
        }

        @Override
        public void write(ApiKey key, String expectedPrefix) {
            present = key;
        }
    }

    private static final class MemoryJournal implements Journal {
        private RotationRecord record;

        @Override
        public Optional<RotationRecord> load() {
            return Optional.ofNullable(record);
        }

        @Override
        public void save(RotationRecord saved) {
            record = saved;
        }
    }
}

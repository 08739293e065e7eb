package io.jenkins.plugins.baseten.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.managed.RefusedException;
import io.github.basetenci.managed.RotationStatus;
import io.github.basetenci.rotation.RotationState;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What a controller knows of its rotations after a restart. */
class RotationRestartTest {
    @RegisterExtension
    private final JenkinsSessionExtension session = new JenkinsSessionExtension();

    /** Not over by the time at which Jenkins starts, which goes on with the clock of the machine. */
    private static final int OVERLAP = 1_000;

    private RotationRig rig;

    @Test
    void itGoesOnByItselfWithoutItsPolicyAndKeepsItsHistory() throws Throwable {
        session.then(r -> {
            rig = new RotationRig("team-key");
            rig.now = Instant.now();
            rig.overlap(OVERLAP);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
            BasetenConfiguration.get().setRotationPolicies(List.of());
        });
        session.then(r -> {
            Rotations.get().clock = () -> rig.now;
            RotationStatus status = Rotations.get().status(rig.id).orElseThrow();
            assertThat(status.by()).isEqualTo("SYSTEM");
            assertThat(status.begun()).isEqualTo(rig.now);
            rig.now = rig.now.plus(Duration.ofHours(OVERLAP));
            Rotations.get().tick();
            assertThat(rig.ended(0).outcome()).isEqualTo(RotationState.DONE);
            assertThat(rig.works(rig.oldKey)).isFalse();
            assertThat(rig.works(rig.stored())).isTrue();
        });
        session.then(r -> {
            Rotations.get().clock = () -> rig.now;
            assertThat(Rotations.get().history(rig.id)).hasSize(1);
            assertThat(Rotations.get().keySince(rig.id)).isPresent();
            rig.edit(rig.oldKey.reveal());
            rig.await(() -> Rotations.get().overwritten().containsKey(rig.id));
        });
        session.then(r -> assertThat(Rotations.get().overwritten()).containsKey(rig.id));
        rig.close();
    }

    @Test
    void anUnreadableFileIsSaidAndNothingIsBegunAnew() throws Throwable {
        session.then(r -> {
            rig = new RotationRig("team-key");
            rig.overlap(1);
            Rotations.get().rotate(rig.id);
            rig.at(RotationState.DRAINING);
        });
        Path home = session.getHome().toPath();
        Path order = only(home, "rotation.json");
        Files.writeString(order, "{ broken");
        session.then(r -> {
            assertThat(Rotations.get().status(rig.id).orElseThrow().problem()).contains("rotation.json cannot be read");
            assertThatThrownBy(() -> Rotations.get().rotate(rig.id))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("rotation.json cannot be read");
            assertThatThrownBy(() -> Rotations.get().abort(rig.id, null))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("rotation.json cannot be read");
        });
        Files.writeString(home.resolve("baseten/keys.json"), "{ broken");
        session.then(r -> {
            assertThatThrownBy(() -> Rotations.get().rotate(rig.id))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("keys.json cannot be read");
            assertThat(Rotations.get().checkProblem(rig.id)).contains("keys.json cannot be read");
            assertThat(Files.readString(home.resolve("baseten/keys.json"))).isEqualTo("{ broken");
        });
        rig.close();
    }

    private static Path only(Path home, String name) throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("baseten"))) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }
}

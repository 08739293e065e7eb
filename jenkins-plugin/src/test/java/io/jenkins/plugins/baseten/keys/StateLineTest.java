package io.jenkins.plugins.baseten.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateLineTest {
    @ParameterizedTest
    @EnumSource(value = RotationState.class, mode = EnumSource.Mode.EXCLUDE, names = "ROLLED_BACK")
    void theStateOfTheRecordIsMarkedAndThoseBeforeItArePassed(RotationState state) {
        List<LineStep> steps = StateLine.of(record(state, false)).steps();
        assertThat(steps)
                .extracting(LineStep::word)
                .containsExactly(
                        "Planned", "Created", "Stored", "Verified", "Distributed", "Draining", "Revoked", "Done");
        assertThat(steps.get(state.ordinal()).isPresent()).isTrue();
        assertThat(steps).filteredOn(LineStep::isPresent).hasSize(1);
        assertThat(steps.subList(0, state.ordinal())).allMatch(LineStep::isPassed);
        assertThat(steps.subList(state.ordinal() + 1, steps.size()))
                .allMatch(step -> step.position() == LineStep.Position.AHEAD);
    }

    @ParameterizedTest
    @EnumSource(
            value = RotationState.class,
            names = {"CREATED", "HELD", "VERIFIED", "DISTRIBUTED", "DRAINING"})
    void theWayBackIsALineOfItsOwn(RotationState state) {
        List<LineStep> steps = StateLine.of(record(state, true)).steps();
        assertThat(steps).extracting(LineStep::word).containsExactly("Aborted", "Going back", "Rolled back");
        assertThat(steps)
                .filteredOn(LineStep::isPresent)
                .extracting(LineStep::word)
                .containsExactly("Going back");
    }

    @Test
    void theEndOfTheWayBackIsMarked() {
        assertThat(StateLine.of(record(RotationState.ROLLED_BACK, true)).steps())
                .filteredOn(LineStep::isPresent)
                .extracting(LineStep::word)
                .containsExactly("Rolled back");
    }

    @Test
    void aRotationWithoutARecordHasBegun() {
        assertThat(StateLine.of(null).steps())
                .hasSize(8)
                .first()
                .isEqualTo(new LineStep("Begun", LineStep.Position.PRESENT));
    }

    private static RotationRecord record(RotationState state, boolean back) {
        // The line does not depend on the plan.
        return new RotationRecord(null, state, "new", Map.of(), Instant.EPOCH, null, back);
    }
}

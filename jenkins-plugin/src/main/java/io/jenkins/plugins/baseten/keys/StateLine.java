package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.rotation.RotationRecord;
import io.github.basetenci.rotation.RotationState;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of a rotation in their order, with the present state marked. The word of the present state is the
 * word that {@link KeyState} has.
 *
 * @param steps empty if there is no unfinished rotation
 */
public record StateLine(@NonNull List<LineStep> steps) {
    static final StateLine NONE = new StateLine(List.of());

    private static final List<RotationState> FORWARD = List.of(
            RotationState.PLANNED,
            RotationState.CREATED,
            RotationState.HELD,
            RotationState.VERIFIED,
            RotationState.DISTRIBUTED,
            RotationState.DRAINING,
            RotationState.REVOKED,
            RotationState.DONE);

    public StateLine {
        steps = List.copyOf(steps);
    }

    /**
     * The line of a rotation.
     *
     * @param record the record of the journal, null before its first entry
     */
    @NonNull
    public static StateLine of(@CheckForNull RotationRecord record) {
        if (record == null) {
            List<LineStep> steps = new ArrayList<>(forward(RotationState.PLANNED));
            steps.set(0, new LineStep(Messages.word_begun(), LineStep.Position.PRESENT));
            return new StateLine(steps);
        }
        boolean ended = record.state() == RotationState.ROLLED_BACK;
        return new StateLine(ended || record.rollingBack() ? back(ended) : forward(record.state()));
    }

    private static List<LineStep> forward(RotationState present) {
        return FORWARD.stream()
                .map(state -> new LineStep(KeyState.word(state), position(state.compareTo(present))))
                .toList();
    }

    private static LineStep.Position position(int order) {
        if (order == 0) {
            return LineStep.Position.PRESENT;
        }
        return order < 0 ? LineStep.Position.PASSED : LineStep.Position.AHEAD;
    }

    /**
     * The way back, and its end. The journal does not keep the state in which the rotation was aborted.
     */
    private static List<LineStep> back(boolean ended) {
        return List.of(
                new LineStep(Messages.word_aborted(), LineStep.Position.PASSED),
                new LineStep(Messages.word_back(), ended ? LineStep.Position.PASSED : LineStep.Position.PRESENT),
                new LineStep(Messages.word_rolled_back(), ended ? LineStep.Position.PRESENT : LineStep.Position.AHEAD));
    }
}

package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.key.Masker;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;

/** The masked label of a command, or the masked name of a stage or a branch, that contained a key. */
final class MaskedLabel {
    private MaskedLabel() {}

    /** The label without keys; the original object if it contains no key. */
    @NonNull
    static LabelAction of(@NonNull LabelAction original, @NonNull Masker masker) {
        String before = original.getDisplayName();
        String after = masker.mask(before);
        if (after.equals(before)) {
            return original;
        }
        return original instanceof ThreadNameAction branch
                ? new BranchName(after, masker.mask(branch.getThreadName()))
                : new LabelAction(after);
    }

    /** The masked name of a branch. Jenkins finds the lines of the log of a branch by an action of this type. */
    static final class BranchName extends LabelAction implements ThreadNameAction {
        private final String name;

        BranchName(@NonNull String label, @NonNull String name) {
            super(label);
            this.name = name;
        }

        @NonNull
        @Override
        public String getThreadName() {
            return name;
        }
    }
}

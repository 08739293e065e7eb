package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.github.basetenci.key.Masker;
import io.jenkins.plugins.baseten.leases.LiveBuilds;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.GraphListener;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * Masks what Jenkins stores about the steps of a build that holds keys: their parameters, their labels and
 * names, and how they failed. Inside a block Jenkins itself removes the value of the variable. This class masks
 * everything else, such as an encoded form of a key, a key from before a rotation, and a key that a script took
 * out of the block.
 */
@Extension
public final class StepRecords implements GraphListener.Synchronous {
    private static final Logger LOGGER = Logger.getLogger(StepRecords.class.getName());

    /** Jenkins calls this before a step starts. At that time the results of the previous steps are known. */
    @Override
    public void onNewHead(FlowNode node) {
        mask(node);
    }

    /**
     * Masks steps a second time after they have started, because a command gets its label, and a stage its
     * name, only then.
     */
    @Extension
    public static final class Started implements GraphListener {
        @Override
        public void onNewHead(FlowNode node) {
            mask(node);
        }
    }

    private static void mask(FlowNode node) {
        try {
            if (!(node.getExecution().getOwner().getExecutable() instanceof Run<?, ?> run)) {
                return;
            }
            Masker masker = LiveBuilds.masker(run);
            if (masker == Masker.NONE) {
                return;
            }
            mask(node, masker);
            for (FlowNode parent : node.getParents()) {
                mask(parent, masker);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot tell what a step shows of the keys of its build", e);
        }
    }

    private static void mask(FlowNode node, Masker masker) {
        replace(node, ArgumentsAction.class, action -> MaskedArguments.of(action, masker));
        replace(node, LabelAction.class, action -> MaskedLabel.of(action, masker));
        replace(node, ErrorAction.class, action -> {
            Throwable masked = MaskingFailureHandler.masked(action.getError(), masker);
            return masked == action.getError() ? action : new ErrorAction(masked);
        });
        replace(node, WarningAction.class, action -> {
            String message = action.getMessage();
            String masked = message == null ? null : masker.mask(message);
            return message == null || message.equals(masked)
                    ? action
                    : new WarningAction(action.getResult()).withMessage(masked);
        });
    }

    private static <A extends Action> void replace(
            @NonNull FlowNode node, @NonNull Class<A> type, @NonNull Function<A, A> masked) {
        List<Action> actions = node.getActions();
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            if (type.isInstance(action)) {
                A safe = masked.apply(type.cast(action));
                if (safe != action) {
                    // This call also saves the node.
                    actions.set(i, safe);
                }
            }
        }
    }
}

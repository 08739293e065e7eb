package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.remoting.Channel;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.key.MaskingOutputStream;
import io.jenkins.plugins.baseten.leases.HeldKeysAction;
import io.jenkins.plugins.baseten.leases.LiveBuilds;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;

/**
 * Masks the log of every build from the moment it holds a key until it ends: inside the block, after
 * it, and in what the build says when it fails. A build that holds none has its lines passed on as
 * they are.
 */
final class BuildMasking {
    private static final Logger LOGGER = Logger.getLogger(BuildMasking.class.getName());

    private BuildMasking() {}

    /** For the steps of a Pipeline. */
    @Extension
    public static final class PipelineFactory implements TaskListenerDecorator.Factory {
        @CheckForNull
        @Override
        public TaskListenerDecorator of(@NonNull FlowExecutionOwner owner) {
            try {
                Queue.Executable executable = owner.getExecutable();
                if (executable instanceof Run<?, ?> run) {
                    LiveBuilds.restore(run);
                    return new OnController(run);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot tell whose log this is, so nothing in it is masked: " + owner, e);
            }
            return null;
        }
    }

    /** For freestyle builds and their like. */
    @Extension
    public static final class FreestyleFilter extends ConsoleLogFilter {
        @Override
        public OutputStream decorateLogger(Run build, OutputStream logger) {
            return build instanceof AbstractBuild<?, ?> run
                    ? new LiveMaskingOutputStream(logger, () -> LiveBuilds.masker(run))
                    : logger;
        }
    }

    /** Follows the build; what an agent gets of it knows the keys of that moment. */
    private static final class OnController extends TaskListenerDecorator {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient Run<?, ?> run;

        OnController(Run<?, ?> run) {
            this.run = run;
        }

        @NonNull
        @Override
        public OutputStream decorate(@NonNull OutputStream logger) {
            return new LiveMaskingOutputStream(logger, () -> LiveBuilds.masker(run));
        }

        @Serial
        private Object writeReplace() {
            HeldKeysAction action = LiveBuilds.find(run);
            // On a disk there is nothing to keep: the next listener of the build is decorated anew.
            return new OnAgent(
                    action == null || Channel.current() == null
                            ? new String[0]
                            : action.usable().stream().map(ApiKey::reveal).toArray(String[]::new));
        }
    }

    /** What goes to an agent that writes the log itself. */
    private static final class OnAgent extends TaskListenerDecorator {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String[] keys;

        OnAgent(String[] keys) {
            this.keys = keys;
        }

        @NonNull
        @Override
        public OutputStream decorate(@NonNull OutputStream logger) {
            List<ApiKey> usable = new ArrayList<>();
            for (String key : keys) {
                try {
                    usable.add(ApiKey.of(key));
                } catch (InvalidKeyException e) {
                    // Such a key is held by no build.
                }
            }
            return usable.isEmpty() ? logger : new MaskingOutputStream(logger, Masker.of(usable));
        }
    }
}

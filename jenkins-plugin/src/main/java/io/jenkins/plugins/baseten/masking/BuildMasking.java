package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.remoting.Channel;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.key.ForeignToken;
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
 * Masks the log of every build from the moment it holds a key until it ends: inside the block, after it, and in
 * what the build says when it fails. The lines of a build that holds no key are passed on unchanged.
 */
final class BuildMasking {
    private static final Logger LOGGER = Logger.getLogger(BuildMasking.class.getName());

    private BuildMasking() {}

    /** Masks the log of the steps of a Pipeline. */
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

    /** Masks the log of freestyle builds and of other builds without Pipeline. */
    @Extension
    public static final class FreestyleFilter extends ConsoleLogFilter {
        @Override
        public OutputStream decorateLogger(Run build, OutputStream logger) {
            return build instanceof AbstractBuild<?, ?> run
                    ? new LiveMaskingOutputStream(logger, () -> LiveBuilds.masker(run))
                    : logger;
        }
    }

    /**
     * Masks by the keys that the build holds at each write. Its copy on an agent knows only the keys of the
     * moment at which the copy was sent.
     */
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
            // An object that is stored on a disk needs no keys: the next listener of the build is decorated
            // again.
            return new OnAgent(
                    action == null || Channel.current() == null
                            ? new String[0]
                            : action.usable().stream().map(Confidential::reveal).toArray(String[]::new));
        }
    }

    /** The decorator on an agent that writes the log itself. */
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
            List<Confidential> usable = new ArrayList<>();
            for (String key : keys) {
                try {
                    // A masker treats keys and tokens in the same way.
                    usable.add(ForeignToken.of(key));
                } catch (InvalidKeyException e) {
                    // No build holds a text that is no usable key.
                }
            }
            return usable.isEmpty() ? logger : new MaskingOutputStream(logger, Masker.of(usable));
        }
    }
}

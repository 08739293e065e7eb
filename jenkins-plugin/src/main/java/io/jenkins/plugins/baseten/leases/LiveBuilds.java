package io.jenkins.plugins.baseten.leases;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.github.basetenci.key.Masker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionListener;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The keys that running builds hold. A build counts as running while it writes its log. Every line of every log
 * needs an answer of this class, so an answer costs one look-up in a table.
 */
@Restricted(NoExternalUse.class)
public final class LiveBuilds {
    private static final Logger LOGGER = Logger.getLogger(LiveBuilds.class.getName());

    private static final ConcurrentMap<Run<?, ?>, HeldKeysAction> ACTIONS = new ConcurrentHashMap<>();

    private static volatile boolean allRestored;

    private LiveBuilds() {}

    /** Forgets all builds at the start of Jenkins, because one process may start Jenkins twice, as tests do. */
    @Initializer(after = InitMilestone.PLUGINS_PREPARED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void forgetAll() {
        ACTIONS.clear();
        allRestored = false;
    }

    /** Remembers the keys that a build holds, unless the build is over. */
    static void put(@NonNull Run<?, ?> run, @NonNull HeldKeysAction action) {
        if (run.isLogUpdated()) {
            ACTIONS.put(run, action);
            if (!run.isLogUpdated()) {
                // The build ended after the first check, and {@link Cleaner} may have removed it before it was
                // put.
                ACTIONS.remove(run);
            }
        }
    }

    /** Restores the keys that a build held before the controller was restarted. */
    public static void restore(@NonNull Run<?, ?> run) {
        if (!ACTIONS.containsKey(run)) {
            HeldKeysAction action = run.getAction(HeldKeysAction.class);
            if (action != null) {
                put(run, action);
            }
        }
    }

    /**
     * Restores the keys of the Pipelines that go on after the start. If a thread other than that of the start
     * loads a Pipeline, Jenkins counts the Pipeline as loaded a moment before it calls {@link Resumer}.
     */
    static void restoreAll() {
        if (!allRestored) {
            for (FlowExecution execution : FlowExecutionList.get()) {
                restore(execution);
            }
            allRestored = true;
        }
    }

    private static void restore(FlowExecution execution) {
        try {
            if (execution.getOwner().getExecutable() instanceof Run<?, ?> run) {
                restore(run);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot tell which keys a build holds that goes on: " + execution, e);
        }
    }

    /** The leases of a key with a prefix, one for each running build that uses the key. */
    @NonNull
    static List<Lease> leases(@NonNull String prefix) {
        ACTIONS.keySet().removeIf(run -> !run.isLogUpdated());
        return ACTIONS.entrySet().stream()
                .flatMap(entry -> entry.getValue().lease(entry.getKey(), prefix).stream())
                .toList();
    }

    /** The keys that the build holds, or null. */
    @CheckForNull
    public static HeldKeysAction find(@NonNull Run<?, ?> run) {
        return ACTIONS.get(run);
    }

    /** A masker for all keys that a build holds now. */
    @NonNull
    public static Masker masker(@NonNull Run<?, ?> run) {
        HeldKeysAction action = ACTIONS.get(run);
        return action == null ? Masker.NONE : action.masker();
    }

    /** Restores the keys of a Pipeline that goes on after a restart. */
    @Extension
    public static final class Resumer extends FlowExecutionListener {
        @Override
        public void onResumed(@NonNull FlowExecution execution) {
            restore(execution);
        }
    }

    /** Forgets builds whose log is closed, and makes them forget their tokens. */
    @Extension
    public static final class Cleaner extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            ACTIONS.remove(run);
            HeldKeysAction action = run.getAction(HeldKeysAction.class);
            if (action != null) {
                action.forgetTokens();
            }
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            ACTIONS.remove(run);
        }
    }
}

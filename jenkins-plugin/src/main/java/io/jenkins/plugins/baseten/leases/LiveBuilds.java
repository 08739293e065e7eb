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
 * Which keys the builds hold that write a log now, that is, are not over. Every line of every log
 * asks here, so an answer costs one look into a table.
 */
@Restricted(NoExternalUse.class)
public final class LiveBuilds {
    private static final Logger LOGGER = Logger.getLogger(LiveBuilds.class.getName());

    private static final ConcurrentMap<Run<?, ?>, HeldKeysAction> ACTIONS = new ConcurrentHashMap<>();

    private static volatile boolean allRestored;

    private LiveBuilds() {}

    /** One process may start Jenkins twice, as tests do; the builds of before are gone. */
    @Initializer(after = InitMilestone.PLUGINS_PREPARED, before = InitMilestone.EXTENSIONS_AUGMENTED)
    public static void forgetAll() {
        ACTIONS.clear();
        allRestored = false;
    }

    /** Remembers what a build holds, unless it is over. */
    static void put(@NonNull Run<?, ?> run, @NonNull HeldKeysAction action) {
        if (run.isLogUpdated()) {
            ACTIONS.put(run, action);
            if (!run.isLogUpdated()) {
                // It ended in between, and who lets go of it may have been here already.
                ACTIONS.remove(run);
            }
        }
    }

    /** Takes over what a build held before the controller was restarted. */
    public static void restore(@NonNull Run<?, ?> run) {
        if (!ACTIONS.containsKey(run)) {
            HeldKeysAction action = run.getAction(HeldKeysAction.class);
            if (action != null) {
                put(run, action);
            }
        }
    }

    /**
     * Takes over what the Pipelines held that go on after the start. Jenkins counts a Pipeline as loaded
     * a moment before it tells {@link Resumer}, if another thread than that of the start loads it.
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

    /** The leases of a key with a prefix by builds that are not over, one a build. */
    @NonNull
    static List<Lease> leases(@NonNull String prefix) {
        ACTIONS.keySet().removeIf(run -> !run.isLogUpdated());
        return ACTIONS.values().stream()
                .flatMap(action -> action.lease(prefix).stream())
                .toList();
    }

    /** The keys that the build holds, or null. */
    @CheckForNull
    public static HeldKeysAction find(@NonNull Run<?, ?> run) {
        return ACTIONS.get(run);
    }

    /** Masks all that a build holds now. */
    @NonNull
    public static Masker masker(@NonNull Run<?, ?> run) {
        HeldKeysAction action = ACTIONS.get(run);
        return action == null ? Masker.NONE : action.masker();
    }

    /** A Pipeline that goes on after a restart holds what it held before. */
    @Extension
    public static final class Resumer extends FlowExecutionListener {
        @Override
        public void onResumed(@NonNull FlowExecution execution) {
            restore(execution);
        }
    }

    /** Lets go of builds whose log is closed. */
    @Extension
    public static final class Cleaner extends RunListener<Run<?, ?>> {
        @Override
        public void onFinalized(Run<?, ?> run) {
            ACTIONS.remove(run);
        }

        @Override
        public void onDeleted(Run<?, ?> run) {
            ACTIONS.remove(run);
        }
    }
}

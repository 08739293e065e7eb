package io.jenkins.plugins.baseten.masking;

import edu.umd.cs.findbugs.annotations.NonNull;
import groovy.lang.GroovyObject;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.github.basetenci.key.Masker;
import io.jenkins.plugins.baseten.leases.LiveBuilds;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.support.actions.EnvironmentAction;

/**
 * Masks what a Pipeline assigned to {@code env.NAME} once it is over. Before, Jenkins stores it as it is,
 * and the script may need it.
 */
@Extension
public final class EnvironmentRecord extends RunListener<Run<?, ?>> {
    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        Masker masker = LiveBuilds.masker(run);
        if (masker != Masker.NONE && Jenkins.get().getPlugin("workflow-support") != null) {
            OfPipeline.mask(run, masker);
        }
    }

    /** Loaded only where the plugin of Pipelines is there. */
    private static final class OfPipeline {
        static void mask(Run<?, ?> run, Masker masker) {
            EnvironmentAction.IncludingOverrides environment =
                    run.getAction(EnvironmentAction.IncludingOverrides.class);
            // What a script assigns to is the object of Groovy that it calls env.
            if (environment instanceof GroovyObject variables) {
                Map.copyOf(environment.getOverriddenEnvironment()).forEach((name, value) -> {
                    String masked = masker.mask(value);
                    if (!masked.equals(value)) {
                        // Saves the build as well.
                        variables.setProperty(name, masked);
                    }
                });
            }
        }
    }
}

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
 * Masks the values that a Pipeline assigned to {@code env.NAME}, after the Pipeline has ended. While the
 * Pipeline runs, Jenkins stores the values unmasked, because the script may need them.
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

    /** This class is loaded only if the Pipeline plugin is installed. */
    private static final class OfPipeline {
        static void mask(Run<?, ?> run, Masker masker) {
            EnvironmentAction.IncludingOverrides environment =
                    run.getAction(EnvironmentAction.IncludingOverrides.class);
            // A script assigns to the Groovy object that it knows as env.
            if (environment instanceof GroovyObject variables) {
                Map.copyOf(environment.getOverriddenEnvironment()).forEach((name, value) -> {
                    String masked = masker.mask(value);
                    if (!masked.equals(value)) {
                        // This call also saves the build.
                        variables.setProperty(name, masked);
                    }
                });
            }
        }
    }
}

package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ModelObject;
import io.github.basetenci.managed.RotationPreview;
import io.github.basetenci.rotation.RotationPlan;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.keys.Plans;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The page that shows what a rotation would do. Making the page changes nothing. */
@Restricted(NoExternalUse.class)
public final class PlanPage implements ModelObject {
    private final KeyId id;
    private final RotationPreview preview;

    PlanPage(@NonNull KeyId id, @NonNull RotationPreview preview) {
        this.id = id;
        this.preview = preview;
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.plan(id.credentialsId());
    }

    /** The steps of the rotation in their order, each as a sentence. */
    @NonNull
    public List<String> getSteps() {
        return Plans.steps(preview.plan());
    }

    @NonNull
    public String getServer() {
        return preview.plan().server();
    }

    /** What the old key and the new key may do. */
    @NonNull
    public String getScope() {
        RotationPlan plan = preview.plan();
        return Plans.scope(plan);
    }

    /** Keys that earlier rotations may have left, each by name and prefix. */
    @NonNull
    public List<String> getEarlierKeys() {
        return preview.earlierKeys().stream()
                .map(key -> Neutralizer.line(key.name() == null ? "" : key.name()) + " (" + key.prefix() + ")")
                .toList();
    }

    @NonNull
    public String getNote() {
        return preview.note();
    }
}

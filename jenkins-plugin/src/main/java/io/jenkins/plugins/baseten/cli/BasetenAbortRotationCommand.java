package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.Rotations;

/** Does what the button "Abort" does. */
@Extension
public final class BasetenAbortRotationCommand extends UnfinishedRotationCommand {
    @Override
    public String getShortDescription() {
        return Messages.abort_rotation();
    }

    @NonNull
    @Override
    String begun() {
        return Messages.aborted(id());
    }

    @Override
    void act(Rotations rotations, KeyId id, String decided) throws RefusedException {
        rotations.abort(id, decided);
    }
}

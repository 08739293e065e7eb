package io.jenkins.plugins.baseten.cli;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.rotation.Rotations;

/** Does what the button "Go on" does. */
@Extension
public final class BasetenResumeRotationCommand extends UnfinishedRotationCommand {
    @Override
    public String getShortDescription() {
        return Messages.resume_rotation();
    }

    @NonNull
    @Override
    String begun() {
        return Messages.resumed(id());
    }

    @Override
    void act(Rotations rotations, KeyId id, String decided) throws RefusedException {
        rotations.resume(id, decided);
    }
}
